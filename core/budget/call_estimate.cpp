// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/budget/call_estimate.h"

#include <algorithm>

namespace signalbox {

CallEstimate::Lesson CallEstimate::most() const {
    Lesson most;
    for (const Lesson& lesson : m_lessons) {
        most.inputBeyond = std::max(most.inputBeyond, lesson.inputBeyond);
        most.output = std::max(most.output, lesson.output);
        most.outputBeyond = std::max(most.outputBeyond, lesson.outputBeyond);
    }
    return most;
}

CallNeed CallEstimate::need(const CallSize& size, const ModelPrice& price, const CallEstimate& others) const {
    CallNeed need;
    need.price = price;
    const qint64 alternatives = std::max<qint64>(1, size.alternatives);
    const Lesson most = knowsAny() ? this->most() : others.most();
    // A quarter more than the most that was seen: the next is never the same.
    need.input = addBounded(size.input, addBounded(most.inputBeyond, most.inputBeyond / 4));
    need.spare = knowsAny() ? 0 : unknownSpare;
    need.mostOutput = multiplyBounded(size.output > 0 ? size.output : assumedOutput, alternatives);
    need.leastOutput = std::clamp<qint64>(most.output, 1, need.mostOutput);
    need.leastOutput = addBounded(need.leastOutput, most.outputBeyond);
    need.mostOutput = addBounded(need.mostOutput, most.outputBeyond);
    need.comfortableOutput = std::clamp(comfortable, need.leastOutput, need.mostOutput);
    return need;
}

void CallEstimate::learn(const CallSize& size, const TokenUsage& usage) {
    Lesson& lesson = m_lessons[m_count++ % m_lessons.size()];
    lesson.inputBeyond = std::max<qint64>(0, usage.allInput() - size.input);
    lesson.output = usage.output;
    const qint64 allowed = multiplyBounded(size.output, std::max<qint64>(1, size.alternatives));
    lesson.outputBeyond = allowed > 0 ? std::max<qint64>(0, usage.output - allowed) : 0;
}

} // namespace signalbox
