// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the journal's format: the quick way to an event's canonical JSON gives byte for byte what the long
// way gives, whatever the members hold; and so the chain over it is the one that a stranger computes.
#include "core/journal/chain.h"
#include "core/journal/stored_event.h"

#include <QJsonDocument>
#include <QRandomGenerator>
#include <QtTest>

#include <cmath>

using namespace signalbox;

namespace {

/// Fills any struct with seeded nonsense.
class Filler {
public:
    explicit Filler(quint32 seed) : m_random(seed) {}

    template <typename T>
    void fill(T& value) {
        if constexpr (json::Fielded<T>) {
            T::visitFields(value, [this](const char*, auto& field) { fill(field); });
        } else if constexpr (std::is_same_v<T, bool>) {
            value = below(2) == 1;
        } else if constexpr (std::is_same_v<T, QString>) {
            value = text();
        } else if constexpr (std::is_same_v<T, double>) {
            value = number();
        } else if constexpr (std::is_same_v<T, Moment>) {
            value.ms = integer();
        } else if constexpr (std::is_same_v<T, Millis>) {
            value = Millis(integer());
        } else if constexpr (std::is_enum_v<T>) {
            value = static_cast<T>(below(int(EnumWords<T>::words.size())));
        } else if constexpr (std::is_integral_v<T>) {
            value = static_cast<T>(integer());
        } else if constexpr (json::IsList<T>::value) {
            value.clear();
            for (int i = below(3); i > 0; --i)
                fill(value.emplaceBack());
        } else if constexpr (json::IsMap<T>::value) {
            value.clear();
            for (int i = below(6); i > 0; --i)
                fill(value[text()]);
        } else if constexpr (json::IsOptional<T>::value) {
            value.reset();
            if (below(2) == 1)
                fill(value.emplace());
        } else {
            value = {};
        }
    }

private:
    int below(int limit) { return m_random.bounded(limit); }
    qint64 integer() {
        static constexpr qint64 edges[] = {0, 1, -1, 127, 1LL << 31, (1LL << 53) + 1, INT64_MAX, INT64_MIN};
        return below(3) == 0 ? edges[below(8)] : m_random.bounded(-1000, 1000);
    }
    double number() {
        static const double edges[] = {0.0, -0.0, 1e15, 9007199254740992.0, 1e300, -0.1, 81.2, 5e-324, 1e21};
        return below(2) == 0 ? edges[below(9)] : below(1000);
    }
    QString text() {
        static const char16_t letters[] = u"abcXYZ019 _-/\"\\\b\f\n\r\t\x01\x1f\x7f\x80äß€\ufffd\u2028";
        QString out;
        for (int i = below(12); i > 0; --i)
            out.append(QChar(letters[below(int(std::size(letters)) - 1)]));
        if (below(8) == 0)
            out.append(QStringLiteral("🚦"));
        if (below(20) == 0)
            out.append(QChar(0xd83d)); // half of a pair
        if (below(20) == 0)
            out.append(QChar(0));
        return out;
    }
    QRandomGenerator m_random;
};

template <typename... Es>
void eachKind(quint32 seed, const std::variant<Es...>*, const std::function<void(const Event&)>& visit) {
    Filler filler(seed);
    const auto one = [&]<typename E>(E event) {
        filler.fill(event);
        visit(event);
    };
    (one(Es{}), ...);
}

} // namespace

class TestStoredEvent : public QObject {
    Q_OBJECT

private slots:
    void isWhatTheLongWayGives();
    void comesBackEqual();
    void refusesNumbersThatAreNone();
    void chainIsTheStrangers();
};

void TestStoredEvent::isWhatTheLongWayGives() {
    int compared = 0;
    for (quint32 seed = 1; seed <= 150; ++seed)
        eachKind(seed, static_cast<const Event*>(nullptr), [&](const Event& event) {
            const auto text = storedForm(event);
            QVERIFY2(text.ok(), text ? "" : qPrintable(text.error().message));
            // As it is when it was read back: keys beyond the first plane have another place then.
            const auto readBack = QJsonDocument::fromJson(canonicalJson(bodyOf(event))).object();
            QCOMPARE(QString::fromUtf8(text->body), QString::fromUtf8(canonicalJson(readBack)));
            QCOMPARE(QString::fromUtf8(text->type), typeOf(event));
            QCOMPARE(text->task, taskOf(event));
            ++compared;
        });
    QCOMPARE(compared, 150 * eventTypes().size());
}

void TestStoredEvent::comesBackEqual() {
    for (quint32 seed = 1000; seed <= 1050; ++seed)
        eachKind(seed, static_cast<const Event*>(nullptr), [&](const Event& event) {
            const auto text = storedForm(event);
            QVERIFY(text.ok());
            const auto again = eventFrom(typeOf(event), QJsonDocument::fromJson(text->body).object());
            QVERIFY(again.ok());
            QVERIFY2(*again == event, text->body.constData());
        });
}

void TestStoredEvent::refusesNumbersThatAreNone() {
    for (const double none : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
        AttemptFinished finished;
        finished.result.gate = GateResult{};
        finished.result.gate->numbers = {{QStringLiteral("coverage"), none}};
        const auto text = storedForm(finished);
        QVERIFY(!text);
        QVERIFY(text.error().kind == ErrorKind::Invalid);
        QVERIFY(text.error().message.contains(QStringLiteral("attempt_finished")));
    }
}

void TestStoredEvent::chainIsTheStrangers() {
    ChainSum sum;
    QByteArray quick = chainStart().toLatin1();
    Digest slow = chainStart();
    qint64 seq = 0;
    eachKind(7, static_cast<const Event*>(nullptr), [&](const Event& event) {
        const auto text = storedForm(event);
        ++seq;
        quick = sum.after(quick, seq, -seq * 1000, text->type, text->task, text->body);
        slow = chainAfter(slow, chainLink(seq, -seq * 1000, typeOf(event), taskOf(event),
                                          QJsonDocument::fromJson(text->body).object()));
        QCOMPARE(QString::fromLatin1(quick), slow);
    });
    QCOMPARE(seq, eventTypes().size());
}

QTEST_GUILESS_MAIN(TestStoredEvent)
#include "tst_stored_event.moc"
