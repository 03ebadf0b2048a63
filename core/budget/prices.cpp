// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/budget/prices.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace signalbox {

namespace {

constexpr double perMillion = 1e6;        ///< tokens for which a price is given
constexpr double dearest = 1e6;           ///< dollars for a million tokens: above it is a mistake
constexpr double worstInputDollars = 150; ///< the dearest that was ever published, as far as we know
constexpr double worstOutputDollars = 600;

Money perToken(double dollarsPerMillion) {
    return static_cast<Money>(std::ceil(dollarsPerMillion * (picodollars / perMillion)));
}

Error wrongPrice(const QString& why) {
    return {
        ErrorKind::Invalid, QStringLiteral("the price list is wrong: %1").arg(why),
        QStringLiteral("Give US dollars for a million tokens, for example {\"models\": {\"claude-sonnet-*\": "
                       "{\"input\": 3, \"cache_read\": 0.3, \"cache_write\": 3.75, \"output\": 15}}}.")};
}

Result<ModelPrice> readPrice(const QString& model, const QJsonValue& value) {
    static const QStringList kinds{QStringLiteral("input"), QStringLiteral("cache_read"),
                                   QStringLiteral("cache_write"), QStringLiteral("cache_write_long"),
                                   QStringLiteral("output")};
    if (!value.isObject())
        return wrongPrice(QStringLiteral("“%1” is no object").arg(model));
    const QJsonObject object = value.toObject();
    for (const QString& key : object.keys())
        if (!kinds.contains(key))
            return wrongPrice(QStringLiteral("“%1” has an unknown price “%2”").arg(model, key));
    double dollars[5] = {};
    for (qsizetype i = 0; i < kinds.size(); ++i) {
        const QJsonValue given = object.value(kinds.at(i));
        const bool needed = i == 0 || i == 4;
        if (given.isUndefined() && !needed)
            dollars[i] = std::max(dollars[i - 1], dollars[0]);
        else
            dollars[i] = given.toDouble(-1);
        if (!(dollars[i] >= 0 && dollars[i] <= dearest))
            return wrongPrice(QStringLiteral("“%1” of “%2” is no price").arg(kinds.at(i), model));
    }
    return ModelPrice{perToken(dollars[0]), perToken(dollars[1]), perToken(dollars[2]), perToken(dollars[3]),
                      perToken(dollars[4])};
}

} // namespace

Money ModelPrice::of(const TokenUsage& usage) const {
    const qint64 shortWrite = usage.cacheWrite - std::min(usage.longWrite, usage.cacheWrite);
    Money sum = multiplyBounded(usage.input, input);
    sum = addBounded(sum, multiplyBounded(usage.cacheRead, cacheRead));
    sum = addBounded(sum, multiplyBounded(shortWrite, cacheWrite));
    sum = addBounded(sum, multiplyBounded(usage.cacheWrite - shortWrite, longWrite));
    return addBounded(sum, multiplyBounded(usage.output, output));
}

Money ModelPrice::dearestInput() const {
    return std::max({input, cacheRead, cacheWrite, longWrite});
}

PriceList::PriceList() {
    m_worst.input = m_worst.cacheRead = m_worst.cacheWrite = m_worst.longWrite = perToken(worstInputDollars);
    m_worst.output = perToken(worstOutputDollars);
}

Result<PriceList> PriceList::fromJson(const QByteArray& bytes) {
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &parsed);
    if (!document.isObject())
        return wrongPrice(parsed.error == QJsonParseError::NoError
                              ? QStringLiteral("it is no object")
                              : QStringLiteral("%1 at byte %2").arg(parsed.errorString()).arg(parsed.offset));
    const QJsonObject object = document.object();
    for (const QString& key : object.keys())
        if (key != QLatin1String("models") && key != QLatin1String("unknown") &&
            key != QLatin1String("worst_case") && key != QLatin1String("comment"))
            return wrongPrice(QStringLiteral("unknown key “%1”").arg(key));
    PriceList list;
    const QString unknown = object.value(QLatin1String("unknown")).toString(QStringLiteral("worst-case"));
    list.m_refuseUnknown = unknown == QLatin1String("refuse");
    if (!list.m_refuseUnknown && unknown != QLatin1String("worst-case"))
        return wrongPrice(QStringLiteral("“unknown” is “refuse” or “worst-case”"));
    if (object.contains(QLatin1String("worst_case"))) {
        const auto worst = readPrice(QStringLiteral("worst_case"), object.value(QLatin1String("worst_case")));
        if (!worst)
            return worst.error();
        list.m_worst = *worst;
    }
    if (!object.value(QLatin1String("models")).isObject())
        return wrongPrice(QStringLiteral("there is no object “models”"));
    const QJsonObject models = object.value(QLatin1String("models")).toObject();
    for (auto it = models.begin(); it != models.end(); ++it) {
        const auto price = readPrice(it.key(), it.value());
        if (!price)
            return price.error();
        if (it.key().endsWith(u'*'))
            list.m_beginnings.insert(it.key().chopped(1), *price);
        else
            list.m_exact.insert(it.key(), *price);
    }
    return list;
}

const ModelPrice* PriceList::find(const QString& model) const {
    if (const auto exact = m_exact.constFind(model); exact != m_exact.constEnd())
        return &*exact;
    // From the back, longer beginnings of the same text come first.
    for (auto it = m_beginnings.constEnd(); it != m_beginnings.constBegin();)
        if (--it; model.startsWith(it.key()))
            return &*it;
    return nullptr;
}

std::optional<ModelPrice> PriceList::priceOf(const QString& model) const {
    if (const ModelPrice* price = find(model))
        return *price;
    return m_refuseUnknown ? std::optional<ModelPrice>() : m_worst;
}

bool PriceList::lists(const QString& model) const {
    return find(model) != nullptr;
}

} // namespace signalbox
