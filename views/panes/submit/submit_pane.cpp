// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/submit/submit_pane.h"

#include "views/models/desk.h"
#include "views/panes/pane_bits.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>

namespace signalbox {

SubmitPane::SubmitPane(Desk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_repository(new QComboBox(this)), m_title(new QLineEdit(this)),
      m_text(new QPlainTextEdit(this)), m_criteria(new QPlainTextEdit(this)),
      m_blueprint(new QComboBox(this)), m_agent(new QLineEdit(this)), m_priority(new QSpinBox(this)),
      m_submit(new QPushButton(tr("&Submit task   Ctrl+Enter"), this)), m_hint(quietLabel(this)) {
    m_title->setPlaceholderText(tr("in a few words, for example: fix flaky parser test"));
    m_text->setPlaceholderText(tr("What is to be done, and what is known about it"));
    m_criteria->setPlaceholderText(tr("One a line: what must be true when it is done"));
    m_agent->setPlaceholderText(tr("as the blueprint says"));
    m_priority->setRange(-100, 100);
    setFocusProxy(m_repository);
    m_text->setTabChangesFocus(true);
    m_criteria->setTabChangesFocus(true);
    m_criteria->setMaximumHeight(12 * grid);
    m_hint->setWordWrap(true);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(grid, grid, grid, grid);
    form->setSpacing(grid);
    const auto row = [&](const QString& name, QWidget* widget) {
        widget->setAccessibleName(QString(name).remove(QLatin1Char('&')));
        form->addRow(name, widget);
    };
    row(tr("&Repository"), m_repository);
    row(tr("&Title"), m_title);
    row(tr("&What to do"), m_text);
    row(tr("&Accept when"), m_criteria);
    row(tr("&Blueprint"), m_blueprint);
    row(tr("A&gent command"), m_agent);
    row(tr("&Priority"), m_priority);
    form->addRow(QString(), m_submit);
    form->addRow(QString(), m_hint);

    connect(m_title, &QLineEdit::textChanged, this, &SubmitPane::updateForm);
    connect(m_text, &QPlainTextEdit::textChanged, this, &SubmitPane::updateForm);
    connect(m_criteria, &QPlainTextEdit::textChanged, this, &SubmitPane::updateForm);
    connect(m_agent, &QLineEdit::textChanged, this, &SubmitPane::updateForm);
    connect(m_priority, &QSpinBox::valueChanged, this, &SubmitPane::updateForm);
    connect(m_repository, &QComboBox::currentTextChanged, this, &SubmitPane::updateForm);
    connect(m_blueprint, &QComboBox::currentTextChanged, this, &SubmitPane::updateForm);
    connect(&desk, &Desk::taskSubmitted, this, [this] {
        m_title->clear();
        m_text->clear();
        m_criteria->clear();
    });
    connect(&desk, &Desk::failed, this, &SubmitPane::updateForm);
    connect(&desk, &Desk::rolesChanged, this, &SubmitPane::updateForm);
    connect(m_submit, &QPushButton::clicked, this, &SubmitPane::submit);
    m_action = paneAction(this, tr("Submit the task"), QKeySequence(Qt::CTRL | Qt::Key_Return));
    m_action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(m_action, &QAction::triggered, this, &SubmitPane::submit);
    connect(&desk.mirror(), &CoreMirror::repositoriesChanged, this, &SubmitPane::fillRepositories);
    connect(&desk.mirror(), &CoreMirror::reset, this, &SubmitPane::fillBlueprints);
    fillRepositories();
    if (desk.mirror().loaded())
        fillBlueprints();
    updateForm();
}

void SubmitPane::fillRepositories() {
    const QString before = m_repository->currentText();
    m_repository->clear();
    for (const Repository& repository : m_desk.mirror().repositories())
        m_repository->addItem(repository.name);
    m_repository->setCurrentText(before);
    updateForm();
}

void SubmitPane::fillBlueprints() {
    m_desk.client().listBlueprints(this, [this](const Result<QList<BlueprintInfo>>& blueprints) {
        m_blueprint->clear();
        m_blueprint->addItem(tr("the repository's own"), QString());
        if (!blueprints)
            return;
        for (const BlueprintInfo& blueprint : *blueprints) {
            m_blueprint->addItem(blueprint.name, blueprint.name);
            m_blueprint->setItemData(m_blueprint->count() - 1, blueprint.description, Qt::ToolTipRole);
        }
    });
}

TaskSpec SubmitPane::spec() const {
    TaskSpec spec;
    spec.repository = m_repository->currentText();
    spec.title = m_title->text().trimmed();
    spec.text = m_text->toPlainText().trimmed();
    for (const QString& line : m_criteria->toPlainText().split(QLatin1Char('\n')))
        if (!line.trimmed().isEmpty())
            spec.criteria.append(line.trimmed());
    spec.blueprint = m_blueprint->currentData().toString();
    spec.agent = m_agent->text().trimmed();
    spec.priority = m_priority->value();
    return spec;
}

QString SubmitPane::commandFor(const TaskSpec& spec) {
    QString text = QStringLiteral("signalboxctl task submit --repo %1 --title %2")
                       .arg(shellWord(spec.repository), shellWord(spec.title));
    if (!spec.text.isEmpty())
        text += QStringLiteral(" --text ") + shellWord(spec.text);
    for (const QString& criterion : spec.criteria)
        text += QStringLiteral(" --criterion ") + shellWord(criterion);
    if (!spec.blueprint.isEmpty())
        text += QStringLiteral(" --blueprint ") + shellWord(spec.blueprint);
    if (!spec.agent.isEmpty())
        text += QStringLiteral(" --agent ") + shellWord(spec.agent);
    if (spec.priority != 0)
        text += QStringLiteral(" --priority %1").arg(spec.priority);
    return text;
}

void SubmitPane::updateForm() {
    const TaskSpec wanted = spec();
    QString missing = m_desk.mayNot(Role::Operator);
    if (missing.isEmpty() && wanted.repository.isEmpty())
        missing = tr("Add a repository first.");
    else if (missing.isEmpty() && wanted.title.isEmpty())
        missing = tr("A title is needed.");
    else if (missing.isEmpty() && wanted.text.isEmpty())
        missing = tr("Say what is to be done.");
    m_submit->setEnabled(missing.isEmpty());
    if (m_action) {
        m_action->setEnabled(missing.isEmpty());
        setCommand(m_action, missing.isEmpty() ? commandFor(wanted) : QString());
    }
    m_hint->setText(missing.isEmpty() ? commandFor(wanted).left(400) : missing);
}

void SubmitPane::submit() {
    if (!m_submit->isEnabled())
        return;
    m_submit->setEnabled(false); // once, until the core has answered
    m_action->setEnabled(false);
    m_desk.submitTask(spec());
}

} // namespace signalbox
