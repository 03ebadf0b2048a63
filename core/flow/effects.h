// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/task.h"

#include <optional>

namespace signalbox {

/// The effect that a step of this kind asks of the world; none for steps that only people or the flow itself
/// move.
constexpr std::optional<EffectKind> effectOf(StepKind kind) {
    switch (kind) {
    case StepKind::Admission:
        return EffectKind::Admit;
    case StepKind::Workspace:
        return EffectKind::PrepareWorkspace;
    case StepKind::Agent:
        return EffectKind::RunAgent;
    case StepKind::Run:
        return EffectKind::RunCommand;
    case StepKind::Gate:
        return EffectKind::RunGate;
    case StepKind::Publish:
        return EffectKind::Publish;
    case StepKind::Teardown:
        return EffectKind::TearDown;
    case StepKind::Approval:
        break;
    }
    return std::nullopt;
}

/// What undoes a step of this kind when the task does not succeed.
constexpr std::optional<EffectKind> compensationOf(StepKind kind) {
    switch (kind) {
    case StepKind::Workspace:
        return EffectKind::DropWork;
    case StepKind::Publish:
        return EffectKind::Withdraw;
    default:
        return std::nullopt;
    }
}

/// Whether the effect is a compensation.
constexpr bool undoes(EffectKind kind) {
    return kind == EffectKind::DropWork || kind == EffectKind::Withdraw;
}

/// The idempotency key: the same work has the same key however often it is asked for.
inline QString effectKey(TaskId task, EffectKind kind, const QString& step, int attempt) {
    const QString of = QLatin1Char('t') + QString::number(task) + QLatin1Char('/');
    const QString number = QLatin1Char('/') + QString::number(attempt);
    switch (kind) {
    case EffectKind::AskAgent:
        return of + QLatin1String("approval-") + step + QLatin1String("/question-") +
               QString::number(attempt);
    case EffectKind::DropWork:
    case EffectKind::Withdraw:
        return of + QLatin1String("undo-") + enumWord(kind) + number;
    default:
        return of + step + number;
    }
}

} // namespace signalbox
