// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/repositories/repositories_pane.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"
#include "views/panes/role_gate.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace signalbox {

namespace {

QLineEdit* field(QWidget* parent, const QString& name, const QString& example) {
    auto* edit = new QLineEdit(parent);
    edit->setAccessibleName(name);
    edit->setPlaceholderText(example);
    return edit;
}

} // namespace

RepositoriesPane::RepositoriesPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_view(new QTreeView(this)),
      m_name(field(this, tr("Name"), tr("a short name, for example parser"))),
      m_url(field(this, tr("Address"), tr("https://host/path.git, ssh or a local path"))),
      m_branch(field(this, tr("Protected branch"), tr("the remote's default"))),
      m_blueprint(field(this, tr("Blueprint"), tr("where the repository has none of its own"))),
      m_add(new QPushButton(tr("&Add repository"), this)), m_hint(quietLabel(this)) {
    m_view->setModel(&desk.repositories());
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Repositories"));
    m_view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    setFocusProxy(m_name); // to add one is what one mostly comes for

    auto* form = new QFormLayout;
    form->setContentsMargins(grid, grid, grid, grid);
    form->setSpacing(grid);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("A&ddress"), m_url);
    form->addRow(tr("Protected &branch"), m_branch);
    form->addRow(tr("Blue&print"), m_blueprint);
    form->addRow(QString(), m_add);
    form->addRow(QString(), m_hint);
    m_hint->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    layout->addLayout(form);

    for (QLineEdit* edit : {m_name, m_url, m_branch, m_blueprint}) {
        connect(edit, &QLineEdit::textChanged, this, &RepositoriesPane::updateForm);
        connect(edit, &QLineEdit::returnPressed, this, &RepositoriesPane::add);
    }
    connect(m_add, &QPushButton::clicked, this, &RepositoriesPane::add);
    auto* removal = paneAction(this, tr("&Remove the repository"));
    m_view->addAction(removal);
    removal->setEnabled(false);
    needsRole(removal, m_desk, Role::Admin);
    connect(removal, &QAction::triggered, this, &RepositoriesPane::remove);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [removal](const QModelIndex& index) {
                const QString name = index.siblingAtColumn(0).data().toString();
                setSensible(removal, index.isValid());
                setCommand(removal, QStringLiteral("signalboxctl repo remove %1").arg(shellWord(name)));
            });
    // The fields stay until it is there: an address with a slip is mended, not typed again.
    connect(&desk, &Desk::repositoryAdded, this, [this](const QString& name) {
        if (name == m_name->text().trimmed())
            for (QLineEdit* edit : {m_name, m_url, m_branch, m_blueprint})
                edit->clear();
    });
    connect(&desk, &Desk::rolesChanged, this, &RepositoriesPane::updateForm);
    updateForm();
}

QString RepositoriesPane::command() const {
    QString text = QStringLiteral("signalboxctl repo add %1 %2")
                       .arg(shellWord(m_name->text().trimmed()), shellWord(m_url->text().trimmed()));
    if (!m_branch->text().trimmed().isEmpty())
        text += QStringLiteral(" --branch ") + shellWord(m_branch->text().trimmed());
    if (!m_blueprint->text().trimmed().isEmpty())
        text += QStringLiteral(" --blueprint ") + shellWord(m_blueprint->text().trimmed());
    return text;
}

void RepositoriesPane::updateForm() {
    const bool complete = !m_name->text().trimmed().isEmpty() && !m_url->text().trimmed().isEmpty();
    const QString refused = m_desk.mayNot(Role::Admin);
    m_add->setEnabled(complete && refused.isEmpty());
    m_hint->setText(!refused.isEmpty() ? refused
                    : complete         ? command()
                                       : tr("A name and an address are needed."));
    m_add->setToolTip(m_hint->text());
}

void RepositoriesPane::add() {
    if (!m_add->isEnabled())
        return;
    Repository repository;
    repository.name = m_name->text().trimmed();
    repository.url = m_url->text().trimmed();
    repository.branch = m_branch->text().trimmed();
    repository.blueprint = m_blueprint->text().trimmed();
    m_desk.addRepository(repository);
}

void RepositoriesPane::remove() {
    const QString name = m_view->currentIndex().siblingAtColumn(0).data().toString();
    if (!name.isEmpty())
        m_desk.removeRepository(name);
}

} // namespace signalbox
