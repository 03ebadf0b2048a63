// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the SQLite journal keeps every promise of the contract.
#include "core/journal/sqlite_journal.h"
#include "journal_contract.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace signalbox;

class TestSqliteJournalContract : public test::JournalContract {
    Q_OBJECT

protected:
    void makeFresh() override { m_directory = std::make_unique<QTemporaryDir>(); }
    std::unique_ptr<Journal> open() override { return openNamed(QStringLiteral("journal.db")); }
    std::unique_ptr<Journal> openSecond() override { return openNamed(QStringLiteral("second.db")); }

private:
    std::unique_ptr<Journal> openNamed(const QString& name) {
        auto opened = openSqliteJournal(m_directory->filePath(name));
        if (!opened)
            qFatal("%s", qPrintable(opened.error().text()));
        return std::move(*opened);
    }
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestSqliteJournalContract)
#include "tst_sqlite_journal_contract.moc"
