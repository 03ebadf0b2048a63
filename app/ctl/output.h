// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/domain/summary.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace signalbox::ctl {

enum class Ink { None, Good, Bad, Warn, Accent, Dim, Strong };

/// What the program prints, on standard output unless said otherwise. Colour only on a terminal and without
/// NO_COLOR. Control characters of foreign text never reach the terminal.
class Output {
public:
    Output();
    void setJson(bool json) { m_json = json; }
    [[nodiscard]] bool json() const { return m_json; }
    [[nodiscard]] bool isTerminal() const { return m_terminal; }
    /// Standard input is a person at a terminal.
    [[nodiscard]] static bool canAsk();
    [[nodiscard]] static int columns();

    void line(const QString& text = {});
    void text(const QString& text);
    void raw(const QByteArray& bytes);
    void error(const Error& error);
    void note(const QString& text); ///< on standard error
    void document(const QJsonObject& object);
    /// Columns as wide as they need to be; no header for an empty list.
    void table(const QStringList& header, const QList<QStringList>& rows);
    [[nodiscard]] QString ink(Ink ink, const QString& text) const;
    /// Asks and reads one line; empty at the end of input.
    [[nodiscard]] QString ask(const QString& question);

private:
    bool m_json = false;
    bool m_terminal = false;
    bool m_colour = false;
};

/// Foreign text with everything taken out that a terminal would obey; keepColour leaves SGR sequences in.
QString harmless(const QString& text, bool keepColour = false);
/// "3 min 12 s" from then to now.
QString ageText(Moment now, Moment then);
/// Local time of day with seconds; with the date when it was not today.
QString timeText(Moment moment);
QString oidText(const QString& oid);
QString bytesText(qint64 bytes);
QString wordText(StatusWord word);
Ink inkOf(StatusWord word);

} // namespace signalbox::ctl
