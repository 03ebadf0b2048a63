// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/audit_model.h"

#include <QLocale>

#include <algorithm>
#include <limits>

namespace signalbox {

namespace {

constexpr int aPage = 200;
constexpr int soonMs = 1200; ///< the log takes from the journal about once a second

/// The sum as auditors do it.
bool followsOn(const AuditEntry& before, const AuditEntry& entry) {
    QJsonObject rest = toJson(entry);
    rest.remove(QStringLiteral("chain"));
    return entry.chain == sha256(before.chain.toLatin1() + canonicalJson(rest));
}

} // namespace

AuditModel::AuditModel(QObject* parent) : QAbstractTableModel(parent) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMs);
    connect(&m_soon, &QTimer::timeout, this, &AuditModel::fetchNewer);
}

void AuditModel::follow(CoreClient& client, std::function<void()> began, std::function<void()> ended) {
    m_client = &client;
    m_began = std::move(began);
    m_ended = std::move(ended);
    connect(&client.mirror(), &CoreMirror::reset, this, [this] {
        if (m_watched)
            m_newest ? fetchNewer() : fetchOlder();
    });
    connect(&client.mirror(), &CoreMirror::recordArrived, this, [this] {
        if (m_watched && !m_soon.isActive())
            m_soon.start();
    });
}

void AuditModel::watch(bool on) {
    if (on == m_watched)
        return;
    m_watched = on;
    if (on && m_client->mirror().loaded())
        m_newest ? fetchNewer() : fetchOlder();
}

void AuditModel::setFilter(const Filter& filter) {
    if (filter == m_filter)
        return;
    m_filter = filter;
    restart();
}

void AuditModel::restart() {
    beginResetModel();
    m_entries.clear();
    m_oldest.reset();
    m_newest.reset();
    m_links = {};
    m_complete = false;
    m_fetching = false;
    m_error.reset();
    ++m_round;
    endResetModel();
    if (m_watched && m_client->mirror().loaded())
        fetchOlder();
    emit updated();
}

bool AuditModel::fits(const AuditEntry& entry) const {
    return m_filter.who.isEmpty() || entry.who.contains(m_filter.who, Qt::CaseInsensitive);
}

bool AuditModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_watched && m_oldest && !m_complete && !m_fetching;
}

void AuditModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent))
        fetchOlder();
}

void AuditModel::fetchOlder() {
    if (m_fetching)
        return;
    m_fetching = true;
    m_error.reset();
    m_began();
    CoreClient::AuditRequest request;
    request.before = m_oldest ? m_oldest->seq : std::numeric_limits<qint64>::max();
    request.limit = aPage;
    request.task = m_filter.task;
    request.kind = m_filter.kind;
    m_client->fetchAudit(request, this, [this, round = m_round](const Result<AuditPage>& page) {
        if (round == m_round) {
            m_fetching = false;
            if (page)
                takeOlder(*page);
            else
                m_error = page.error();
            emit updated();
            if (std::exchange(m_again, false))
                fetchNewer();
        }
        m_ended();
    });
}

void AuditModel::fetchNewer() {
    if (m_fetching) {
        m_again = true;
        return;
    }
    if (!m_newest)
        return m_error || m_page.last == 0 ? fetchOlder() : void();
    m_fetching = true;
    m_began();
    CoreClient::AuditRequest request;
    request.after = m_newest->seq;
    request.limit = aPage;
    request.task = m_filter.task;
    request.kind = m_filter.kind;
    m_client->fetchAudit(request, this, [this, round = m_round](const Result<AuditPage>& page) {
        if (round == m_round) {
            m_fetching = false;
            if (page)
                takeNewer(*page);
            emit updated();
            if (std::exchange(m_again, false) || (page && page->entries.size() == aPage))
                fetchNewer();
        }
        m_ended();
    });
}

void AuditModel::takeOlder(const AuditPage& page) {
    m_page = page;
    m_complete = page.entries.size() < aPage;
    if (page.entries.isEmpty())
        return;
    checkLinks(page.entries, m_oldest ? &*m_oldest : nullptr);
    if (!m_newest)
        m_newest = page.entries.first();
    m_oldest = page.entries.last();
    QList<AuditEntry> fitting;
    std::copy_if(page.entries.begin(), page.entries.end(), std::back_inserter(fitting),
                 [this](const AuditEntry& entry) { return fits(entry); });
    if (fitting.isEmpty()) {
        if (!m_complete) // a page without the person: it is further back
            fetchOlder();
        return;
    }
    const int at = int(m_entries.size());
    beginInsertRows({}, at, at + int(fitting.size()) - 1);
    m_entries += fitting;
    endInsertRows();
}

/// They come with the oldest first.
void AuditModel::takeNewer(const AuditPage& page) {
    m_page = page;
    if (page.entries.isEmpty())
        return;
    QList<AuditEntry> newestFirst(page.entries.rbegin(), page.entries.rend());
    checkLinks(newestFirst + QList<AuditEntry>{*m_newest}, nullptr);
    m_newest = newestFirst.first();
    newestFirst.removeIf([this](const AuditEntry& entry) { return !fits(entry); });
    if (newestFirst.isEmpty())
        return;
    beginInsertRows({}, 0, int(newestFirst.size()) - 1);
    m_entries = newestFirst + m_entries;
    endInsertRows();
}

/// Only neighbours can be checked: with a filter there are fewer of them.
void AuditModel::checkLinks(QList<AuditEntry> newestFirst, const AuditEntry* newer) {
    if (newer)
        newestFirst.prepend(*newer);
    for (qsizetype i = 1; i < newestFirst.size(); ++i)
        m_links.checked += newestFirst.at(i - 1).seq == newestFirst.at(i).seq + 1 ? 1 : 0;
    const qint64 broken = brokenAt(newestFirst);
    if (broken > 0 && (m_links.broken == 0 || broken < m_links.broken))
        m_links.broken = broken;
}

qint64 AuditModel::brokenAt(const QList<AuditEntry>& newestFirst) {
    qint64 broken = 0;
    for (qsizetype i = 1; i < newestFirst.size(); ++i)
        if (newestFirst.at(i - 1).seq == newestFirst.at(i).seq + 1 &&
            !followsOn(newestFirst.at(i), newestFirst.at(i - 1)))
            broken = newestFirst.at(i - 1).seq;
    return broken;
}

QString AuditModel::kindText(const QString& kind) {
    if (kind == QLatin1String("core"))
        return tr("core");
    if (kind == QLatin1String("repository"))
        return tr("repository");
    if (kind == QLatin1String("task"))
        return tr("task");
    if (kind == QLatin1String("work"))
        return tr("work");
    if (kind == QLatin1String("machine"))
        return tr("machine");
    if (kind == QLatin1String("decision"))
        return tr("decision");
    if (kind == QLatin1String("credential"))
        return tr("credential");
    if (kind == QLatin1String("egress"))
        return tr("world outside");
    if (kind == QLatin1String("person"))
        return tr("person");
    return kind;
}

int AuditModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_entries.size());
}

int AuditModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(columns);
}

QVariant AuditModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const AuditEntry& entry = m_entries.at(index.row());
    const auto when = [&] {
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(entry.at.ms), QLocale::ShortFormat);
    };
    const auto about = [&] {
        QStringList parts;
        if (entry.task > 0)
            parts.append(tr("#%1").arg(entry.task));
        for (const QString& part : {entry.repository, entry.machine})
            if (!part.isEmpty())
                parts.append(part);
        return parts.join(u' ');
    };
    const QString action = QString(entry.action).replace(u'_', u' ');
    if (role == SeqRole)
        return entry.seq;
    if (role == TaskRole)
        return entry.task;
    if (role == KindRole)
        return enumWord(entry.kind);
    if (role == Qt::AccessibleTextRole)
        return tr("%1: %2 %3, %4, %5").arg(when(), entry.who, action, about(), entry.text);
    if (role == Qt::ToolTipRole)
        return QStringLiteral("%1\n%2").arg(entry.seq).arg(entry.at.iso()).toHtmlEscaped();
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case When:
        return when();
    case Kind:
        return kindText(enumWord(entry.kind));
    case Who:
        return entry.who;
    case Action:
        return action;
    case About:
        return about();
    case What:
        return entry.text;
    default:
        return {};
    }
}

QVariant AuditModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When:
        return tr("When");
    case Kind:
        return tr("Kind");
    case Who:
        return tr("Who");
    case Action:
        return tr("Did");
    case About:
        return tr("About");
    case What:
        return tr("What");
    default:
        return {};
    }
}

} // namespace signalbox
