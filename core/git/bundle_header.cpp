// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/bundle_header.h"

#include <QRegularExpression>

namespace signalbox::git {

Result<BundleHeader> readBundleHeader(QIODevice& file) {
    constexpr qint64 longestLine = 4096;
    constexpr int mostLines = 1000;
    const auto bad = [](const QString& why) {
        return Error{ErrorKind::Corrupt, QStringLiteral("this is not an acceptable Git bundle: %1").arg(why),
                     QStringLiteral("create it with `git bundle create FILE BASE..HEAD`")};
    };
    static const QRegularExpression prerequisite(QStringLiteral("^-([0-9a-f]{40})( .*)?$"));
    static const QRegularExpression reference(
        QStringLiteral("^([0-9a-f]{40}) (HEAD|refs/[^\\x00-\\x20\\x7f]+)$"));
    const QByteArray signature = file.readLine(longestLine);
    if (signature != "# v2 git bundle\n")
        return bad(signature.startsWith("# v3 git bundle") ? QStringLiteral("it has format 3, not 2")
                                                           : QStringLiteral("it does not begin as one"));
    BundleHeader header;
    for (int i = 0; i < mostLines; ++i) {
        QByteArray line = file.readLine(longestLine);
        if (!line.endsWith('\n'))
            return bad(QStringLiteral("a line of its header is cut or too long"));
        line.chop(1);
        if (line.isEmpty()) {
            if (header.tip.isEmpty())
                return bad(QStringLiteral("it names no commit"));
            return header;
        }
        // The commit's subject follows a prerequisite's id, in whatever bytes it was written.
        const QString text = QString::fromLatin1(line);
        if (const auto match = prerequisite.match(text); match.hasMatch() && header.tip.isEmpty()) {
            header.prerequisites << match.captured(1);
        } else if (const auto ref = reference.match(text); ref.hasMatch()) {
            if (!header.tip.isEmpty())
                return bad(QStringLiteral("it holds more than one ref"));
            header.tip = ref.captured(1);
            header.refName = ref.captured(2);
        } else {
            return bad(QStringLiteral("its header has a line of another form"));
        }
    }
    return bad(QStringLiteral("its header is too long"));
}

} // namespace signalbox::git
