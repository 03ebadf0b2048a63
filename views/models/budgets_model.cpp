// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/budgets_model.h"

#include "views/models/list_sync.h"

#include <QLocale>

namespace signalbox {

namespace {

constexpr int betweenLooksMs = 5000;
} // namespace

struct BudgetsChanges final : ListChanges {
    explicit BudgetsChanges(BudgetsModel& m) : model(m) {}
    void beginInsert(int at) override { model.beginInsertRows({}, at, at); }
    void endInsert() override { model.endInsertRows(); }
    void beginRemove(int at) override { model.beginRemoveRows({}, at, at); }
    void endRemove() override { model.endRemoveRows(); }
    void beginMove(int from, int to) override { model.beginMoveRows({}, from, from, {}, to); }
    void endMove() override { model.endMoveRows(); }
    void changed(int at) override {
        emit model.dataChanged(model.index(at, 0), model.index(at, BudgetsModel::columns - 1));
    }
    BudgetsModel& model;
};

BudgetsModel::BudgetsModel(QObject* parent) : QAbstractTableModel(parent) {
    m_timer.setInterval(betweenLooksMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        fetch();
        fetchHistory();
    });
}

void BudgetsModel::follow(CoreClient& client, std::function<void()> began, std::function<void()> ended) {
    m_client = &client;
    m_began = std::move(began);
    m_ended = std::move(ended);
    connect(&client.mirror(), &CoreMirror::reset, this, [this] {
        fetch();
        fetchHistory();
    });
    connect(&client.mirror(), &CoreMirror::recordArrived, this, [this](const RecordView& record) {
        if (record.type == QLatin1String("budget_raised"))
            fetch();
    });
}

void BudgetsModel::watch(bool on) {
    if (on == m_watched)
        return;
    m_watched = on;
    if (!on) {
        m_timer.stop();
        return;
    }
    m_timer.start();
    fetch();
    fetchHistory();
}

void BudgetsModel::showHistory(const QString& id, int hours) {
    if (id == m_historyId && hours == m_hours)
        return;
    m_historyId = id;
    m_hours = hours;
    m_history = {};
    emit historyUpdated();
    fetchHistory();
}

void BudgetsModel::fetch() {
    if (!m_watched || m_fetching || !m_client->mirror().loaded())
        return;
    m_fetching = true;
    m_began();
    m_client->fetchBudgets(this, [this](const Result<BudgetReport>& report) {
        m_fetching = false;
        if (report) { // without an answer the last figures stay; the window says that the core is gone
            m_report = *report;
            m_known = true;
            BudgetsChanges changes(*this);
            syncList(
                m_lines, report->budgets, [](const BudgetLine& line) { return line.id; },
                [](const BudgetLine& a, const BudgetLine& b) { return toJson(a) == toJson(b); }, changes);
            emit updated();
        }
        m_ended();
    });
}

void BudgetsModel::fetchHistory() {
    if (!m_watched || m_fetchingHistory || m_historyId.isEmpty() || !m_client->mirror().loaded())
        return;
    m_fetchingHistory = true;
    m_began();
    const QString id = m_historyId;
    const int hours = m_hours;
    m_client->fetchBudgetHistory(id, hours, this, [this, id, hours](const Result<BudgetHistory>& history) {
        m_fetchingHistory = false;
        if (id != m_historyId || hours != m_hours)
            fetchHistory(); // another one was chosen meanwhile
        else if (history)
            m_history = *history;
        emit historyUpdated();
        m_ended();
    });
}

const BudgetLine* BudgetsModel::line(const QString& id) const {
    for (const BudgetLine& line : m_lines)
        if (line.id == id)
            return &line;
    return nullptr;
}

QString BudgetsModel::nameOf(const BudgetLine& line) {
    if (line.task > 0)
        return tr("#%1 %2").arg(line.task).arg(line.name);
    if (line.level == QLatin1String("month"))
        return tr("month %1").arg(line.name);
    if (line.level == QLatin1String("repository"))
        return tr("repository %1").arg(line.name);
    if (line.level == QLatin1String("agent"))
        return tr("agent %1").arg(line.name);
    return line.name;
}

QString BudgetsModel::shortNumber(double number) {
    const QLocale locale;
    if (number >= 1e6)
        return tr("%1 M", "million").arg(locale.toString(number / 1e6, 'f', number >= 1e8 ? 0 : 1));
    if (number >= 1e4)
        return tr("%1 k", "thousand").arg(locale.toString(number / 1e3, 'f', 0));
    return locale.toString(qint64(number));
}

QString BudgetsModel::forecastText(const BudgetLine& line, Moment now) {
    const BudgetForecast forecast = forecastOf(line, now);
    switch (forecast.kind) {
    case BudgetForecast::Kind::Unlimited:
        return tr("no limit");
    case BudgetForecast::Kind::Reached:
        return tr("used up");
    case BudgetForecast::Kind::Idle:
        return tr("nothing used lately");
    case BudgetForecast::Kind::Holds:
        return line.ends.ms > 0 ? tr("lasts to the month's end") : tr("lasts");
    case BudgetForecast::Kind::Passes:
        break;
    }
    return tr("used up in %1").arg(humanDuration(forecast.at - now));
}

int BudgetsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_lines.size());
}

int BudgetsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(columns);
}

QVariant BudgetsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const BudgetLine& line = m_lines.at(index.row());
    const QLocale locale;
    const auto dollars = [&](double amount) { return tr("$%1").arg(locale.toString(amount, 'f', 2)); };
    const auto tokens = [&] {
        const QString used = shortNumber(double(line.tokens));
        return line.tokenLimit ? tr("%1 of %2").arg(used, shortNumber(double(*line.tokenLimit))) : used;
    };
    const auto cost = [&] {
        return line.costLimit ? tr("%1 of %2").arg(dollars(line.cost), dollars(*line.costLimit))
                              : dollars(line.cost);
    };
    if (role == IdRole)
        return line.id;
    if (role == TaskRole)
        return line.task;
    if (role == Qt::AccessibleTextRole)
        return tr("%1: %2 tokens, %3; %4")
            .arg(nameOf(line), tokens(), cost(), forecastText(line, m_report.at));
    if (role == Qt::ToolTipRole)
        return tr("%1: %2 tokens in %3 calls, and %4 held by calls under way")
            .arg(nameOf(line), locale.toString(line.tokens), locale.toString(line.calls),
                 locale.toString(line.heldTokens));
    if (role == Qt::TextAlignmentRole && (index.column() == Tokens || index.column() == Cost))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Name:
        return nameOf(line);
    case Use: {
        const BudgetForecast forecast = forecastOf(line, m_report.at);
        return forecast.kind == BudgetForecast::Kind::Unlimited
                   ? QString()
                   : tr("%1 %").arg(locale.toString(forecast.part * 100, 'f', 0));
    }
    case Tokens:
        return tokens();
    case Cost:
        return cost();
    case Forecast:
        return forecastText(line, m_report.at);
    default:
        return {};
    }
}

QVariant BudgetsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::ToolTipRole && section == Forecast)
        return tr("The rate of the last hour, or since its first call in it");
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Budget");
    case Use:
        return tr("Used");
    case Tokens:
        return tr("Tokens");
    case Cost:
        return tr("Cost");
    case Forecast:
        return tr("At this rate");
    default:
        return {};
    }
}

} // namespace signalbox
