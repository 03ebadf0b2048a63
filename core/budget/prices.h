// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/budget/token_usage.h"

#include <QByteArray>
#include <QMap>
#include <QString>

#include <optional>

namespace signalbox {

/// What one token of a model costs, by kind.
struct ModelPrice {
    Money input = 0;
    Money cacheRead = 0;
    Money cacheWrite = 0;
    Money longWrite = 0;
    Money output = 0;

    [[nodiscard]] Money of(const TokenUsage& usage) const;
    /// Of a token of input whose kind is not known yet: the dearest.
    [[nodiscard]] Money dearestInput() const;
    bool operator==(const ModelPrice&) const = default;
};

/// Prices by model, from a JSON file:
///     {"models": {"claude-sonnet-*": {"input": 3, "cache_read": 0.3, "cache_write": 3.75, "output": 15}},
///      "unknown": "worst-case", "worst_case": {"input": 150, "output": 600}}
/// in US dollars for a million tokens. A name may end with *; the longest that fits counts. A missing kind of
/// input costs what the input costs. "unknown" says what becomes of a model that is not listed: "refuse", or
/// counted at the worst case. Immutable, hence thread-safe.
class PriceList {
public:
    /// Without a file: every model costs the worst case, which is above any price that was ever published.
    PriceList();
    /// Invalid, naming the place: unknown keys, prices that are no numbers from 0 on, a model without both
    /// prices.
    static Result<PriceList> fromJson(const QByteArray& bytes);

    /// Nothing: the model is not listed and must be refused.
    [[nodiscard]] std::optional<ModelPrice> priceOf(const QString& model) const;
    [[nodiscard]] bool lists(const QString& model) const;
    [[nodiscard]] const ModelPrice& worstCase() const { return m_worst; }

private:
    [[nodiscard]] const ModelPrice* find(const QString& model) const;
    QMap<QString, ModelPrice> m_exact;
    QMap<QString, ModelPrice> m_beginnings;
    ModelPrice m_worst;
    bool m_refuseUnknown = false;
};

} // namespace signalbox
