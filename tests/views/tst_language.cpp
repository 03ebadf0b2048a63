// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: each language that the console offers is complete and harms no text: every word is translated,
// every place holder is kept, no key is lost; the window turns round where a language reads from the right;
// an unknown language is English.
#include "tests/views/views_test.h"
#include "views/shell/command_palette.h"
#include "views/shell/language.h"
#include "views/shell/main_window.h"

#include <QApplication>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace signalbox;

namespace {

struct Message {
    QString source;
    QString translation;
    bool finished = true;
};

QList<Message> messagesIn(const QString& language) {
    QFile file(QStringLiteral(SIGNALBOX_SOURCE_DIR "/resources/translations/signalbox_%1.ts").arg(language));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<Message> all;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("source"))
            all.append({xml.readElementText(), {}, true});
        else if (xml.name() == QLatin1String("translation") && !all.isEmpty()) {
            all.last().finished =
                xml.attributes().value(QLatin1String("type")) != QLatin1String("unfinished");
            all.last().translation = xml.readElementText();
        }
    }
    return all;
}

/// "%1", "%2" in order.
QStringList placesIn(const QString& text) {
    static const QRegularExpression place(QStringLiteral("%\\d"));
    QStringList found;
    for (auto it = place.globalMatch(text); it.hasNext();)
        found.append(it.next().captured());
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace

class LanguageTest : public QObject {
    Q_OBJECT
private slots:
    void cleanup();
    void isComplete_data();
    void isComplete();
    void windowSpeaksIt_data();
    void windowSpeaksIt();
    void unknownIsEnglish();
};

void LanguageTest::cleanup() {
    applyLanguage(*qApp, QStringLiteral("en"));
}

void LanguageTest::isComplete_data() {
    QTest::addColumn<QString>("language");
    for (const QString& language : languages().mid(1))
        QTest::newRow(qPrintable(language)) << language;
    QVERIFY(languages().size() > 1);
}

void LanguageTest::isComplete() {
    QFETCH(QString, language);
    const QList<Message> all = messagesIn(language);
    QVERIFY(all.size() > 400);
    for (const Message& message : all) {
        QVERIFY2(message.finished && !message.translation.isEmpty(), qPrintable(message.source));
        QVERIFY2(placesIn(message.source) == placesIn(message.translation), qPrintable(message.translation));
        // Words that are put one behind the other keep their blanks.
        QVERIFY2(message.source.endsWith(QLatin1Char('\n')) ==
                     message.translation.endsWith(QLatin1Char('\n')),
                 qPrintable(message.source));
        const bool key = message.source.count(QLatin1Char('&')) == 1;
        QVERIFY2(!key || message.translation.count(QLatin1Char('&')) == 1, qPrintable(message.translation));
    }
}

void LanguageTest::windowSpeaksIt_data() {
    isComplete_data();
}

void LanguageTest::windowSpeaksIt() {
    QFETCH(QString, language);
    applyLanguage(*qApp, language);
    const bool fromRight = language == QLatin1String("ar");
    QCOMPARE(QApplication::layoutDirection(), fromRight ? Qt::RightToLeft : Qt::LeftToRight);
    const auto desk = deskOn(QStringLiteral("approval"));
    MainWindow window(*desk, WindowOptions{LayoutStore({}, false), true, 0, 100});
    window.resize(1400, 900);
    window.show();
    desk->open();
    QTRY_VERIFY(desk->settled());
    QStringList own;
    for (const QAction* action : window.commands())
        own.append(action->text());
    applyLanguage(*qApp, QStringLiteral("en"));
    MainWindow english(*desk, WindowOptions{LayoutStore({}, false), true, 0, 100});
    int other = 0;
    const QList<QAction*> commands = english.commands();
    QCOMPARE(commands.size(), own.size());
    for (qsizetype i = 0; i < own.size(); ++i)
        other += commands.at(i)->text() != own.at(i) ? 1 : 0;
    QVERIFY(other > own.size() * 8 / 10); // names of languages stay as they are
    QVERIFY(!window.grab().isNull());
}

void LanguageTest::unknownIsEnglish() {
    applyLanguage(*qApp, QStringLiteral("tlh"));
    QCOMPARE(QApplication::layoutDirection(), Qt::LeftToRight);
    QVERIFY(languages().contains(desktopLanguage()));
    QCOMPARE(languageName(QStringLiteral("en")), QStringLiteral("English"));
}

QTEST_MAIN(LanguageTest)
#include "tst_language.moc"
