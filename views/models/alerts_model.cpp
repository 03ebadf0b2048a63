// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/alerts_model.h"

#include "core/client/core_text.h"
#include "views/models/header_words.h"
#include "views/models/list_sync.h"

#include <QDateTime>
#include <QTimer>

#include <algorithm>

namespace signalbox {

struct AlertsChanges final : ListChanges {
    explicit AlertsChanges(AlertsModel& m) : model(m) {}
    void beginInsert(int at) override { model.beginInsertRows({}, at, at); }
    void endInsert() override { model.endInsertRows(); }
    void beginRemove(int at) override { model.beginRemoveRows({}, at, at); }
    void endRemove() override { model.endRemoveRows(); }
    void beginMove(int from, int to) override { model.beginMoveRows({}, from, from, {}, to); }
    void endMove() override { model.endMoveRows(); }
    void changed(int at) override {
        emit model.dataChanged(model.index(at, 0), model.index(at, AlertsModel::columns - 1));
    }
    AlertsModel& model;
};

namespace {

constexpr int lettersPauseMs = 200;

bool sameAlert(const Alert& a, const Alert& b) {
    return a.severity == b.severity && a.subject == b.subject && a.text == b.text && a.because == b.because &&
           a.since == b.since && a.task == b.task && a.letter == b.letter && a.machine == b.machine;
}

/// Events after which other dead letters may be there.
bool touchesLetters(const QString& type) {
    return type == QLatin1String("task_parked") || type == QLatin1String("task_resumed") ||
           type == QLatin1String("ending_begun") || type == QLatin1String("compensation_finished") ||
           type == QLatin1String("dead_letter_replayed");
}

} // namespace

AlertsModel::AlertsModel(QObject* parent) : QAbstractTableModel(parent) {}

void AlertsModel::follow(CoreClient& client, std::function<void()> began, std::function<void()> ended) {
    m_client = &client;
    m_began = std::move(began);
    m_ended = std::move(ended);
    CoreMirror& mirror = client.mirror();
    connect(&mirror, &CoreMirror::reset, this, &AlertsModel::fetchLetters);
    connect(&mirror, &CoreMirror::recordArrived, this, [this](const RecordView& record) {
        if (touchesLetters(record.type))
            fetchLetters();
    });
    connect(&mirror, &CoreMirror::coreInfoChanged, this, &AlertsModel::rebuild);
    connect(&mirror, &CoreMirror::machinesChanged, this, &AlertsModel::rebuild);
    rebuild();
}

void AlertsModel::setAll(bool all) {
    if (all == m_all)
        return;
    m_all = all;
    fetchLetters();
}

/// One request at a time, and one more when there was a reason meanwhile.
void AlertsModel::fetchLetters() {
    if (m_fetching) {
        m_stale = true;
        return;
    }
    m_fetching = true;
    m_stale = false;
    m_began();
    m_client->fetchDeadLetters(m_all, this, [this](const Result<QList<DeadLetterEntry>>& letters) {
        m_fetching = false;
        if (letters) // without an answer the last known ones stay; the lost connection is told elsewhere
            m_letters = *letters;
        rebuild();
        if (m_stale) // on a busy core there is always a reason
            QTimer::singleShot(lettersPauseMs, this, &AlertsModel::fetchLetters);
        m_ended();
    });
}

void AlertsModel::addLetters(QList<Alert>& alerts, const QList<DeadLetterEntry>& letters) const {
    for (const DeadLetterEntry& entry : letters) {
        if (!m_all && entry.letter.state == DeadLetterState::Closed)
            continue;
        Alert alert;
        alert.kind = Alert::Kind::DeadLetter;
        alert.severity = entry.letter.state == DeadLetterState::Open        ? Alert::Severity::Bad
                         : entry.letter.state == DeadLetterState::Replaying ? Alert::Severity::Warning
                                                                            : Alert::Severity::Over;
        const QString name = QStringLiteral("%1.%2").arg(entry.task.id).arg(entry.letter.number);
        alert.key = QStringLiteral("letter ") + name;
        alert.subject = tr("dead letter %1").arg(name);
        alert.text = inReadersWords(entry.letter.reason);
        alert.because =
            tr("tried %1 times for the task \u201c%2\u201d, last by %3")
                .arg(entry.letter.tries)
                .arg(entry.task.title, entry.letter.by.isEmpty() ? tr("the core") : entry.letter.by);
        alert.since = entry.letter.since;
        alert.task = entry.task.id;
        alert.letter = entry.letter;
        alerts.append(alert);
    }
}

void AlertsModel::addMachines(QList<Alert>& alerts) const {
    for (const MachineInfo& machine : m_client->mirror().machines()) {
        const QString word = machine.activity();
        Alert alert;
        if (word == QLatin1String("frozen"))
            alert.text = tr("answers nothing, and nothing moves");
        else if (word == QLatin1String("looping"))
            alert.text = tr("burns its processor, and nothing comes out");
        else if (word == QLatin1String("lying"))
            alert.text = tr("what it says of itself cannot be");
        else if (word == QLatin1String("failed"))
            alert.text = machine.reason.isEmpty() ? tr("broke down") : machine.reason;
        else
            continue;
        alert.kind = Alert::Kind::Machine;
        alert.severity = word == QLatin1String("looping") ? Alert::Severity::Warning : Alert::Severity::Bad;
        alert.key = QStringLiteral("machine ") + machine.name;
        alert.subject = tr("machine %1").arg(machine.name);
        alert.because = machine.because;
        alert.since = machine.since.ms > 0 ? machine.since : machine.startedAt;
        alert.task = machine.task();
        alert.machine = machine.name;
        alerts.append(alert);
    }
}

void AlertsModel::addCore(QList<Alert>& alerts) const {
    const CoreInfo& info = m_client->mirror().coreInfo();
    const auto add = [&](const QString& key, const QString& subject, const QString& text,
                         Alert::Severity severity) {
        Alert alert;
        alert.severity = severity;
        alert.key = key;
        alert.subject = subject;
        alert.text = text;
        alerts.append(alert);
        return &alerts.last();
    };
    if (!info.providerError.isEmpty())
        add(QStringLiteral("provider"), tr("machines"), info.providerError, Alert::Severity::Bad);
    for (const QString& warning : info.provider.warnings)
        add(QStringLiteral("warning ") + warning, tr("machines"), warning, Alert::Severity::Warning);
    for (const OrganInfo& organ : info.organs) {
        const bool runs = organ.state == QLatin1String("running");
        if (runs && organ.restarts == 0)
            continue;
        Alert* alert = add(QStringLiteral("organ ") + organ.name, tr("organ %1").arg(organ.name),
                           runs ? tr("runs again; started anew %1 times").arg(organ.restarts)
                                : tr("%1; started anew %2 times")
                                      .arg(QString(organ.state).replace(u'_', u' '))
                                      .arg(organ.restarts),
                           runs ? Alert::Severity::Warning : Alert::Severity::Bad);
        alert->kind = Alert::Kind::Organ;
        alert->because = organ.trouble;
        alert->since = organ.since;
    }
}

void AlertsModel::showPast(const std::optional<QList<DeadLetterEntry>>& letters) {
    m_past = letters;
    rebuild();
}

void AlertsModel::rebuild() {
    QList<Alert> wanted;
    addLetters(wanted, m_past ? *m_past : m_letters);
    if (!m_past) {
        addMachines(wanted);
        addCore(wanted);
    }
    std::stable_sort(wanted.begin(), wanted.end(), [](const Alert& a, const Alert& b) {
        return std::tuple(a.severity, -a.since.ms) < std::tuple(b.severity, -b.since.ms);
    });
    AlertsChanges changes(*this);
    const int before = open();
    const int badBefore = openBad();
    syncList(
        m_alerts, wanted, [](const Alert& alert) { return alert.key; }, sameAlert, changes);
    if (open() != before || openBad() != badBefore)
        emit countsChanged();
}

const Alert* AlertsModel::alert(const QString& key) const {
    const auto it =
        std::find_if(m_alerts.begin(), m_alerts.end(), [&](const Alert& alert) { return alert.key == key; });
    return it == m_alerts.end() ? nullptr : &*it;
}

int AlertsModel::open() const {
    return int(std::count_if(m_alerts.begin(), m_alerts.end(),
                             [](const Alert& a) { return a.severity != Alert::Severity::Over; }));
}

int AlertsModel::openBad() const {
    return int(std::count_if(m_alerts.begin(), m_alerts.end(),
                             [](const Alert& a) { return a.severity == Alert::Severity::Bad; }));
}

int AlertsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_alerts.size());
}

int AlertsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(columns);
}

QVariant AlertsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Alert& alert = m_alerts.at(index.row());
    switch (role) {
    case SeverityRole:
        return int(alert.severity);
    case KeyRole:
        return alert.key;
    case TaskRole:
        return alert.task;
    case SinceRole:
        return alert.since.ms;
    case Qt::ToolTipRole:
        return alert.because.isEmpty() ? alert.text
                                       : tr("%1\nknown because: %2").arg(alert.text, alert.because);
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(alert.subject, alert.text);
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case Subject:
        return alert.subject;
    case Text:
        return alert.text.section(QLatin1Char('\n'), 0, 0);
    case About:
        return alert.task ? tr("#%1").arg(alert.task) : QString();
    case Since:
        return alert.since.ms > 0
                   ? QDateTime::fromMSecsSinceEpoch(alert.since.ms).toString(QStringLiteral("MM-dd HH:mm"))
                   : QString();
    default:
        return {};
    }
}

QVariant AlertsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    return headerWord(section, orientation, role, {tr("What"), tr("What is wrong"), tr("Task"), tr("Since")});
}

} // namespace signalbox
