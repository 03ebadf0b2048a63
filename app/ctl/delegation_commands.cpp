// SPDX-License-Identifier: GPL-3.0-or-later
// Who decides in whose name.
#include "app/ctl/ctl.h"

#include <QRegularExpression>

namespace signalbox::ctl {

namespace {

QString aboutText(const Delegation& delegation) {
    return delegation.approval > 0 ? QStringLiteral("approval %1").arg(delegation.approval)
                                   : QStringLiteral("every approval");
}

/// "90m", "8h", "3d"; nothing when it is none.
std::optional<Millis> timeFrom(const QString& text) {
    static const QRegularExpression rule(QStringLiteral("^([0-9]{1,4})(m|h|d)\\z"));
    const auto match = rule.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString unit = match.captured(2);
    const qint64 minutes = unit == QLatin1String("d") ? 1440 : unit == QLatin1String("h") ? 60 : 1;
    return Millis(match.captured(1).toLongLong() * minutes * 60'000);
}

int delegate(Ctl& ctl, const Arguments& arguments) {
    const auto approval = arguments.numberOf(QStringLiteral("approval"), 0);
    if (!approval)
        return ctl.usage(approval.error());
    const QString words = arguments.value(QStringLiteral("time"));
    const auto time = timeFrom(words);
    if (!words.isEmpty() && !time)
        return ctl.usage({ErrorKind::Invalid, QStringLiteral("\"%1\" is no time").arg(words),
                          QStringLiteral("write it like 90m, 8h or 3d")});
    if (*approval == 0 && !time)
        return ctl.usage({ErrorKind::Invalid, QStringLiteral("every decision is delegated for a time only"),
                          QStringLiteral("give --time 8h, or --approval ID for one of them")});
    if (const Result<CoreInfo> core = ctl.connect(); !core)
        return ctl.fail(core.error());
    const std::optional<Moment> until = time ? std::optional(ctl.client().now() + *time) : std::nullopt;
    const auto made = ctl.await<Delegation>(
        [&](auto done) { ctl.client().delegate(arguments.word(0), *approval, until, &ctl, done); });
    if (!made)
        return ctl.fail(made.error());
    if (ctl.out().json())
        ctl.out().document(toJson(*made));
    else
        ctl.out().line(
            QStringLiteral("%1 decides %2 in your name; take it back with: signalboxctl approval revoke %3")
                .arg(harmless(made->to), aboutText(*made))
                .arg(made->id));
    return Done;
}

int delegations(Ctl& ctl, const Arguments&) {
    const auto all =
        ctl.query<QList<Delegation>>([&](auto done) { ctl.client().listDelegations(&ctl, done); });
    if (!all)
        return ctl.fail(all.error());
    if (ctl.out().json()) {
        ctl.out().document({{QStringLiteral("delegations"), json::write(*all)}});
        return Done;
    }
    QList<QStringList> rows;
    for (const Delegation& d : *all)
        rows.append({QString::number(d.id), harmless(d.from), harmless(d.to), aboutText(d),
                     d.until ? d.until->iso() : QStringLiteral("-")});
    ctl.out().table({QStringLiteral("ID"), QStringLiteral("FROM"), QStringLiteral("TO"),
                     QStringLiteral("WHAT"), QStringLiteral("UNTIL")},
                    rows);
    if (rows.isEmpty())
        ctl.out().line(QStringLiteral("everybody decides for themselves"));
    return Done;
}

int revoke(Ctl& ctl, const Arguments& arguments) {
    const Result<qint64> id = arguments.number(0, QStringLiteral("the delegation"));
    if (!id)
        return ctl.usage(id.error());
    const auto gone = ctl.query<void>([&](auto done) { ctl.client().revokeDelegation(*id, &ctl, done); });
    if (!gone)
        return ctl.fail(gone.error());
    if (ctl.out().json())
        ctl.out().document({{QStringLiteral("revoked"), *id}});
    else
        ctl.out().line(QStringLiteral("delegation %1 counts no more").arg(*id));
    return Done;
}

} // namespace

QList<Command> delegationCommands() {
    return {
        {QStringLiteral("approval delegate"),
         QStringLiteral("NAME"),
         QStringLiteral("Have another approver decide in your name"),
         QStringLiteral(
             "One approval, or all of yours for a time. Who decides is written down with you; the two of\n"
             "you stay one voice, and it gives nobody more than you may do at that moment.\n\n"
             "Examples:\n"
             "  signalboxctl approval delegate bob --approval 7\n"
             "  signalboxctl approval delegate bob --time 3d"),
         {{QStringLiteral("approval"), QStringLiteral("ID"), QStringLiteral("only this one"), false},
          {QStringLiteral("time"), QStringLiteral("TIME"), QStringLiteral("for so long: 90m, 8h, 3d"),
           false}},
         1,
         1,
         delegate},
        {QStringLiteral("approval delegations"),
         {},
         QStringLiteral("List who decides in whose name"),
         {},
         {},
         0,
         0,
         delegations},
        {QStringLiteral("approval revoke"),
         QStringLiteral("ID"),
         QStringLiteral("Take a delegation back"),
         {},
         {},
         1,
         1,
         revoke},
    };
}

} // namespace signalbox::ctl
