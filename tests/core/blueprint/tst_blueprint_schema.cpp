// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: the published schema and the parser know the same keys and the same words.
#include "core/blueprint/blueprint_parser.h"
#include "core/blueprint/step_rules.h"

#include <QFile>
#include <QJsonDocument>
#include <QtTest>

using namespace signalbox;

class TestBlueprintSchema : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void namesTheSameKeys();
    void closesEverySection();
    void listsTheSameWords();
    void requiresTheSameKeysByKind();

private:
    /// The object at a path of keys, references followed.
    QJsonObject at(const QStringList& path) const {
        QJsonObject object = m_schema;
        for (const QString& key : path) {
            object = object.value(key).toObject();
            const QString reference = object.value(QStringLiteral("$ref")).toString();
            if (!reference.isEmpty())
                object = m_schema.value(QStringLiteral("$defs"))
                             .toObject()
                             .value(reference.mid(QStringLiteral("#/$defs/").size()))
                             .toObject();
        }
        return object;
    }
    QJsonObject section(const QString& name) const {
        QStringList path;
        for (const QString& part : name.split(QLatin1Char('.'), Qt::SkipEmptyParts)) {
            path << QStringLiteral("properties") << part;
            if (part == QLatin1String("steps") || part == QLatin1String("rules"))
                path << QStringLiteral("items");
        }
        return at(path);
    }
    QStringList words(const QString& key) const {
        QStringList list;
        for (const QJsonValue& value :
             at({QStringLiteral("$defs"), QStringLiteral("step"), QStringLiteral("properties"), key})
                 .value(QStringLiteral("enum"))
                 .toArray())
            list.append(value.toString());
        return list;
    }
    QJsonObject m_schema;
};

void TestBlueprintSchema::initTestCase() {
    QFile file(QStringLiteral(":/signalbox/schema/blueprint.schema.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QJsonParseError error;
    m_schema = QJsonDocument::fromJson(file.readAll(), &error).object();
    QVERIFY2(!m_schema.isEmpty(), qPrintable(error.errorString()));
    QCOMPARE(m_schema.value(QStringLiteral("$schema")).toString(),
             QStringLiteral("https://json-schema.org/draft/2020-12/schema"));
}

void TestBlueprintSchema::namesTheSameKeys() {
    const auto known = blueprintKeys();
    QVERIFY(known.size() >= 7);
    for (auto it = known.begin(); it != known.end(); ++it) {
        QStringList parser = it.value();
        parser.sort();
        QStringList schema = section(it.key()).value(QStringLiteral("properties")).toObject().keys();
        schema.sort();
        QVERIFY2(parser == schema,
                 qPrintable(it.key() + QStringLiteral(": ") + parser.join(QLatin1Char(' ')) +
                            QStringLiteral(" | ") + schema.join(QLatin1Char(' '))));
    }
    // And there is no section of which the parser does not say the keys.
    for (const QString& name : known.keys())
        for (const QString& key : section(name).value(QStringLiteral("properties")).toObject().keys()) {
            const QString child = name.isEmpty() ? key : name + QLatin1Char('.') + key;
            if (section(child).contains(QStringLiteral("properties")))
                QVERIFY2(known.contains(child), qPrintable(child));
        }
}

void TestBlueprintSchema::closesEverySection() {
    for (const QString& name : blueprintKeys().keys())
        QVERIFY2(section(name).value(QStringLiteral("additionalProperties")) == QJsonValue(false),
                 qPrintable(name));
}

void TestBlueprintSchema::listsTheSameWords() {
    QCOMPARE(words(QStringLiteral("kind")), wordsOf<StepKind>());
    QCOMPARE(words(QStringLiteral("gate")), wordsOf<GateKind>());
}

// The conditions of the schema, evaluated for each kind and key, against what the parser accepts there.
void TestBlueprintSchema::requiresTheSameKeysByKind() {
    const QJsonObject step = at({QStringLiteral("$defs"), QStringLiteral("step")});
    for (const QString& kind : wordsOf<StepKind>()) {
        QSet<QString> forbidden, required;
        for (const QJsonValue& value : step.value(QStringLiteral("allOf")).toArray()) {
            const QJsonObject rule = value.toObject();
            const QJsonObject condition = rule.value(QStringLiteral("if"))
                                              .toObject()
                                              .value(QStringLiteral("properties"))
                                              .toObject()
                                              .value(QStringLiteral("kind"))
                                              .toObject();
            const bool holds = condition.value(QStringLiteral("const")) == QJsonValue(kind) ||
                               condition.value(QStringLiteral("enum")).toArray().contains(kind);
            const QJsonObject then =
                rule.value(holds ? QStringLiteral("then") : QStringLiteral("else")).toObject();
            const QJsonObject properties = then.value(QStringLiteral("properties")).toObject();
            for (auto it = properties.begin(); it != properties.end(); ++it)
                if (it.value() == QJsonValue(false))
                    forbidden.insert(it.key());
            for (const QJsonValue& key : then.value(QStringLiteral("required")).toArray())
                required.insert(key.toString());
        }
        const KindRule& rule = ruleOf(*enumFromWord<StepKind>(kind));
        QSet<QString> notAllowed;
        for (const QString& key : blueprintKeys().value(QStringLiteral("steps")))
            if (key != QLatin1String("id") && key != QLatin1String("kind") && !rule.may.contains(key))
                notAllowed.insert(key);
        QVERIFY2(forbidden == notAllowed, qPrintable(kind));
        QVERIFY2(required == QSet<QString>(rule.must.begin(), rule.must.end()), qPrintable(kind));
    }
}

QTEST_GUILESS_MAIN(TestBlueprintSchema)
#include "tst_blueprint_schema.moc"
