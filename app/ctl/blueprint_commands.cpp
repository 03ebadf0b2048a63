// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/ctl.h"

#include "core/base/files.h"

namespace signalbox::ctl {

namespace {

int blueprintCheck(Ctl& ctl, const Arguments& arguments) {
    const Result<QByteArray> yaml = readFile(arguments.word(0), 1 << 20);
    if (!yaml)
        return ctl.usage(yaml.error());
    const auto blueprint =
        ctl.query<Blueprint>([&](auto done) { ctl.client().checkBlueprint(*yaml, &ctl, done); });
    if (!blueprint)
        return ctl.fail(blueprint.error().kind == ErrorKind::Invalid
                            ? blueprint.error().within(arguments.word(0))
                            : blueprint.error());
    if (ctl.out().json()) {
        ctl.out().document({{QStringLiteral("ok"), true}, {QStringLiteral("blueprint"), toJson(*blueprint)}});
        return Done;
    }
    ctl.out().line(QStringLiteral("%1: blueprint %2 %3 is good, %4 steps:")
                       .arg(arguments.word(0), harmless(blueprint->name), harmless(blueprint->version))
                       .arg(blueprint->steps.size()));
    for (const Step& step : blueprint->steps)
        ctl.out().line(
            QStringLiteral("  %1 %2%3")
                .arg(harmless(step.id), -16)
                .arg(enumWord(step.kind), step.onFail.isEmpty()
                                              ? QString()
                                              : QStringLiteral(", on failure to %1").arg(step.onFail)));
    return Done;
}

int blueprintList(Ctl& ctl, const Arguments&) {
    const auto all =
        ctl.query<QList<BlueprintInfo>>([&](auto done) { ctl.client().listBlueprints(&ctl, done); });
    if (!all)
        return ctl.fail(all.error());
    if (ctl.out().json()) {
        ctl.out().document({{QStringLiteral("blueprints"), json::write(*all)}});
        return Done;
    }
    QList<QStringList> rows;
    for (const BlueprintInfo& b : *all)
        rows.append({b.name, b.version, oidText(b.digest), harmless(b.description)});
    ctl.out().table({QStringLiteral("NAME"), QStringLiteral("VERSION"), QStringLiteral("DIGEST"),
                     QStringLiteral("WHAT FOR")},
                    rows);
    return Done;
}

int blueprintShow(Ctl& ctl, const Arguments& arguments) {
    const bool shipped = arguments.has(QStringLiteral("shipped"));
    const QString name = arguments.word(0);
    const auto source = ctl.query<BlueprintSource>([&](auto done) {
        ctl.client().fetchBlueprintSource(shipped ? QString() : name, shipped ? name : QString(), &ctl, done);
    });
    if (!source)
        return ctl.fail(source.error());
    if (ctl.out().json())
        ctl.out().document(toJson(*source));
    else if (ctl.out().isTerminal())
        ctl.out().text(harmless(source->text));
    else
        ctl.out().raw(source->text.toUtf8()); // into a file: to the byte
    return Done;
}

int blueprintTry(Ctl& ctl, const Arguments& arguments) {
    const Result<QByteArray> yaml = readFile(arguments.word(0), 1 << 20);
    const Result<qint64> task = arguments.number(1, QStringLiteral("the task"));
    if (!yaml || !task)
        return ctl.usage(yaml ? task.error() : yaml.error());
    const auto found =
        ctl.query<WhatIf>([&](auto done) { ctl.client().fetchWhatIf(*task, *yaml, &ctl, done); });
    if (!found)
        return ctl.fail(found.error());
    Output& out = ctl.out();
    if (out.json()) {
        out.document(toJson(*found));
        return Done;
    }
    out.line(QStringLiteral("task %1 ran with %2; with %3:")
                 .arg(found->task)
                 .arg(harmless(found->before), harmless(found->after)));
    for (const WhatIfNote& note : found->notes) {
        const QString place =
            note.attempt > 0 ? QStringLiteral("%1, attempt %2").arg(note.step).arg(note.attempt) : note.step;
        out.line(QStringLiteral("  %1%2").arg(
            place.isEmpty() ? QString() : harmless(place) + QStringLiteral(": "),
            out.ink(note.known ? Ink::Warn : Ink::Dim,
                    (note.known ? QString() : QStringLiteral("not known: ")) + harmless(note.text))));
    }
    if (found->same())
        out.line(QStringLiteral("  it would have gone just the same"));
    if (found->parted)
        out.line(QStringLiteral("  from there on it would have been another story, and nobody can tell it"));
    return Done;
}

} // namespace

QList<Command> blueprintCommands() {
    return {
        {QStringLiteral("blueprint check"),
         QStringLiteral("FILE"),
         QStringLiteral("Check a blueprint"),
         QStringLiteral("Example: signalboxctl blueprint check .signalbox/blueprint.yaml"),
         {},
         1,
         1,
         blueprintCheck},
        {QStringLiteral("blueprint list"),
         {},
         QStringLiteral("List the blueprints that ship"),
         {},
         {},
         0,
         0,
         blueprintList},
        {QStringLiteral("blueprint show"),
         QStringLiteral("REPOSITORY"),
         QStringLiteral("Print the blueprint that holds for a repository"),
         QStringLiteral("Example: signalboxctl blueprint show words > blueprint.yaml\n"
                        "         signalboxctl blueprint show --shipped fix"),
         {{QStringLiteral("shipped"), {}, QStringLiteral("the shipped one of that name instead"), false}},
         1,
         1,
         blueprintShow},
        {QStringLiteral("blueprint try"),
         QStringLiteral("FILE TASK"),
         QStringLiteral("Show what a blueprint would have changed in a task's past"),
         QStringLiteral(
             "Looks through the task's history with the file in hand: which steps, limits, thresholds "
             "and approvals would have gone otherwise. Where the story would have taken another turn "
             "it ends: what an agent would have done then nobody can know.\n"
             "Example: signalboxctl blueprint try blueprint.yaml 41"),
         {},
         2,
         2,
         blueprintTry},
    };
}

} // namespace signalbox::ctl
