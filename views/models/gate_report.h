// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/core_client.h"

#include <QAbstractTableModel>

namespace signalbox {

/// One line of a report: a test, or a file and how much of it was run.
struct ReportRow {
    enum class Kind { Failed, Skipped, Low, Fine };
    Kind kind = Kind::Fine;
    QString name;
    QString value; ///< how long it took, or "81.2 %"
    QString where; ///< file and line, where the report says it
    QString text;  ///< why it failed or was skipped, with the lines of the failure
};

/// The whole of what one gate's programs reported, not only what the gate found wrong: every test with its
/// message, every file with its coverage, and the output. Read from the artifacts that the core keeps, away
/// from the reader's thread.
class GateReport final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Value, Where, columns };
    enum Role { KindRole = Qt::UserRole + 1, TextRole };
    enum class State { Nothing, Reading, Here, Trouble };

    /// `client` must outlive it; `began` and `ended` frame each request.
    GateReport(CoreClient& client, std::function<void()> began, std::function<void()> ended,
               QObject* parent = nullptr);
    /// Shows another gate's report; the same one again costs nothing.
    void show(const GateResult& gate);
    void clear();

    [[nodiscard]] State state() const { return m_state; }
    /// One line: "214 tests, 1 failed, 2 skipped", "12 files, 81.2 % of the lines", or what went wrong.
    [[nodiscard]] const QString& words() const { return m_words; }
    [[nodiscard]] const QByteArray& output() const { return m_output; }
    [[nodiscard]] const QString& gate() const { return m_gate; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void changed();

private:
    void fetch(const Artifact& artifact);
    void takeReport(const QString& name, const QByteArray& bytes);

    CoreClient& m_client;
    std::function<void()> m_began;
    std::function<void()> m_ended;
    QString m_gate;
    QStringList m_digests; ///< of what is shown
    int m_asked = 0;       ///< answers to an earlier show() are not for this one
    int m_waiting = 0;
    State m_state = State::Nothing;
    QString m_words;
    QByteArray m_output;
    QList<ReportRow> m_rows;
};

/// The rows of a report by the name of its artifact ("…-junit.xml", "….tap", "….lcov"), what is wrong first,
/// and one line about all of it. A report that is not whole says so, and shows what could be read.
struct ReadReport {
    QList<ReportRow> rows;
    QString words;
};
ReadReport readReport(const QString& name, const QByteArray& bytes);

} // namespace signalbox
