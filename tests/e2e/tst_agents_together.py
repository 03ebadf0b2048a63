#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Five real agents at once, each in a machine of its own, against one limit that they share.

Protects: together they never pass the limit, however their calls fall; what the core counted over all of them is what the
model served, to the token; each is stopped by that budget, ends by itself and says so. In a long run only (agent_tasks.py)."""

import sys
import threading

import agent_tasks
import harness
from agent_tasks import TITLE, AgentTasks

TOGETHER = 5
LIMIT = 800_000
PATIENCE = 60  # seconds for which an answer waits for agents that have not begun yet
MARK = "this is number %d of them"


class Together(AgentTasks):
    slots = TOGETHER
    agents = agent_tasks.chosen()
    core_options = ("--month-tokens", str(LIMIT))
    endless = True
    here = set()  # those that have called
    all_here = threading.Event()

    @classmethod
    def usage(cls, number):
        """As real models count: by the length of what they are sent."""
        size = len(cls.server.requests[number - 1]["raw"])
        return {"input": size // 5, "cache_read": size // 20, "cache_write": 70, "output": 40 + number}

    @classmethod
    def before(cls, done, number):
        body = cls.server.requests[number - 1]["raw"]
        cls.here |= {at for at in range(TOGETHER) if (MARK % at).encode() in body}
        if len(cls.here) == TOGETHER:
            cls.all_here.set()
        cls.all_here.wait(PATIENCE)

    def test_they_never_pass_it(self):
        names = (self.agents * TOGETHER)[:TOGETHER]
        tasks = [self.begin(f"{name}-{at}", name, 10 * LIMIT, f"{TITLE} ({MARK % at})") for at, name in enumerate(names)]
        for name, task in zip(names, tasks):
            self.assertIn("stopped by budget: the token limit of this month", self.core.parked(task), name)
            self.assertEqual(self.core.finished(task, "implement")["verdict"], "over_budget")
        served = self.server.served
        counted = {kind: sum(self.used(task)[kind] for task in tasks) for kind in served.totals}
        self.assertEqual(counted, served.totals)
        self.assertLessEqual(served.total(), LIMIT)
        month = next(line for line in self.core.get("/v1/budgets")["budgets"] if line["id"].startswith("month:"))
        self.assertEqual([month["tokens"], month["tokenLimit"]], [served.total(), LIMIT])
        self.assertGreater(served.total(), LIMIT * 3 // 4)  # it was the limit that stopped them
        self.assertEqual(self.here, set(range(TOGETHER)))
        self.assertGreater(served.most_at_once, 1)
        print(f"\n{served.total()} of {LIMIT} tokens, {served.most_at_once} calls at once", flush=True)
        for name, task in zip(names, tasks):
            shown = [line["text"] for kind in ("model", "output") for line in self.said(task)[kind]]
            self.assertTrue(any("Stopped by budget: the token limit of this month is reached" in text for text in shown),
                            (name, shown[-5:]))
            ended = next(line["text"] for line in self.said(task)["core"] if line["text"].startswith("agent ended: "))
            self.assertIn("exit code", ended)
            seconds = self.moment(task, "agent ended: ") - self.moment(task, "stopped by budget: ")
            print(f"{name}: {self.used(task)}, {seconds:.1f} s from its first refusal to its end", flush=True)
        for task in tasks:
            self.endTask(task)
        self.assertNothingLeft()


if __name__ == "__main__":
    if not agent_tasks.LONG:
        print("skipped: five machines at once take minutes; SIGNALBOX_LONG_TESTS=1 (installer/test --long) runs it")
        sys.exit(77)
    harness.main()
