# SPDX-License-Identifier: GPL-3.0-or-later
"""Coding agents from npm, in pinned versions, and a scripted model that makes each of them do the same small task."""

import json
import os
import subprocess

PACKAGES = {"claude": "@anthropic-ai/claude-code@2.1.197", "codex": "@openai/codex@0.169.0",
            "opencode": "opencode-ai@1.18.33", "gemini": "@google/gemini-cli@0.61.0"}
#: Over the Agent Client Protocol: they need a client, so they are no agents of the gateway alone.
PROTOCOL = {"qwen": "@qwen-code/qwen-code@0.15.10"}

#: What the model has the agent run, one after another; then it is done.
COMMANDS = ["cat answer.txt", "sed -i s/41/42/ answer.txt", "grep -q 42 answer.txt && echo tests passed > result.txt"]


def install(directory, names=tuple(PACKAGES)):
    """The agents, fetched once into the directory; a reason when they cannot be had."""
    if not all(os.path.exists(os.path.join(directory, "node_modules/.bin", name)) for name in names):
        os.makedirs(directory, exist_ok=True)
        with open(os.path.join(directory, "package.json"), "w", encoding="ascii") as file:
            file.write('{"private": true}')
        try:
            done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", *({**PACKAGES, **PROTOCOL}[name] for name in names)], cwd=directory,
                                  capture_output=True, text=True, timeout=600)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode != 0:
            return done.stderr[-500:]
    return ""


def tool_results(request):
    """How many commands the agent has run so far."""
    items = request.get("messages") or request.get("input") or request.get("contents") or []
    if isinstance(items, str):
        return 0
    count = 0
    for item in items:
        content = item.get("content")
        blocks = content if isinstance(content, list) else []
        count += sum(block.get("type") == "tool_result" for block in blocks if isinstance(block, dict))
        count += item.get("role") == "tool"
        count += item.get("type") in ("function_call_output", "custom_tool_call_output")
        count += sum("functionResponse" in part for part in item.get("parts") or [])
    return count


def shell_call(request, command, number):
    """A call of the agent's own shell tool; nothing when it offers none (a side call)."""
    tools = {}
    for tool in request.get("tools") or []:
        for entry in tool.get("functionDeclarations") or [tool.get("function") or tool]:
            tools[entry.get("name")] = entry
    for name in ("Bash", "bash", "run_shell_command", "shell_command", "exec_command", "shell"):
        if name not in tools:
            continue
        entry = tools[name]
        schema = entry.get("input_schema") or entry.get("parameters") or entry.get("parametersJsonSchema") or {}
        known = schema.get("properties") or {"command": {}}
        arguments = {"cmd" if "cmd" in known else "command": command}
        if known.get("command", {}).get("type") == "array":
            arguments = {"command": ["bash", "-lc", command]}
        if "description" in known:
            arguments["description"] = "runs it"
        return {"tool": name, "id": "call_%d" % number, "arguments": arguments}
    return None


def script(endless=False):
    """What the model says to each request."""
    def steps(request, number):
        done = tool_results(request)
        if endless or done < len(COMMANDS):
            call = shell_call(request, COMMANDS[done % len(COMMANDS)], number)
            if call:
                return [call]
        return [{"text": ["The answer ", "is 42."]}]
    return steps


def command(agent, gateway, directory, prompt):
    """(words, environment) to run an agent without a terminal against a gateway."""
    home = os.path.join(directory, "home")
    os.makedirs(os.path.join(home, ".gemini"), exist_ok=True)
    program = os.path.join(os.environ["SIGNALBOX_AGENTS"], "node_modules/.bin", agent)
    environment = {"PATH": os.environ["PATH"], "HOME": home, "TMPDIR": directory, "NO_COLOR": "1", "CI": "1"}
    if agent == "claude":
        environment.update(ANTHROPIC_BASE_URL=gateway.url, ANTHROPIC_API_KEY="guest", CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC="1")
        return [program, "-p", prompt, "--output-format", "stream-json", "--verbose", "--allowedTools", "Bash"], environment
    if agent == "codex":
        environment.update(SB_KEY="guest")
        provider = 'model_providers.sb={name="sb",base_url="%s/v1",env_key="SB_KEY",wire_api="responses"}' % gateway.url
        return [program, "exec", "--json", "--ephemeral", "--skip-git-repo-check", "--disable", "plugins", "--disable", "apps",
                "--dangerously-bypass-approvals-and-sandbox", "-c", provider, "-c", 'model_provider="sb"', "-m", "gpt-5", "-C",
                os.path.join(directory, "work"), prompt], environment
    if agent == "opencode":
        config = {"model": "sb/scripted", "provider": {"sb": {
            "npm": "@ai-sdk/openai-compatible", "options": {"baseURL": gateway.url + "/v1", "apiKey": "guest"},
            "models": {"scripted": {"name": "scripted"}}}}}
        environment.update(OPENCODE_CONFIG_CONTENT=json.dumps(config), OPENCODE_DISABLE_MODELS_FETCH="1")
        return [program, "run", "--format", "json", "--auto", "-m", "sb/scripted", prompt], environment
    with open(os.path.join(home, ".gemini/settings.json"), "w", encoding="ascii") as file:
        json.dump({"privacy": {"usageStatisticsEnabled": False}, "security": {"auth": {"selectedType": "gemini-api-key"}}}, file)
    environment.update(GOOGLE_GEMINI_BASE_URL=gateway.url, GEMINI_API_KEY="guest")
    return [program, "-p", prompt, "--output-format", "stream-json", "--approval-mode", "yolo", "--skip-trust", "-m",
            "gemini-2.5-pro"], environment
