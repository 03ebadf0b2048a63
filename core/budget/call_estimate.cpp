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
        most.inputRise = std::max(most.inputRise, lesson.inputRise);
        most.outputRise = std::max(most.outputRise, lesson.outputRise);
    }
    return most;
}

CallNeed CallEstimate::need(const CallSize& size, const ModelPrice& price, const CallEstimate& others,
                            qint64 aside) const {
    CallNeed need;
    need.price = price;
    const qint64 alternatives = std::max<qint64>(1, size.alternatives);
    const Lesson most = knowsAny() ? this->most() : others.most();
    // The most that was seen, and what it may have risen by then: as much as it rose before, once for this
    // call and once for each that is under way, but at most by a quarter. Calls that are all alike need
    // nothing more, and use a budget to its end.
    const qint64 inputRise = std::min(multiplyBounded(most.inputRise, 1 + aside), most.inputBeyond / 4);
    const qint64 outputRise = std::min(multiplyBounded(most.outputRise, 1 + aside), most.output / 4);
    need.input = addBounded(size.input, addBounded(most.inputBeyond, inputRise));
    need.spare = knowsAny() ? 0 : unknownSpare;
    need.mostOutput = multiplyBounded(size.output > 0 ? size.output : assumedOutput, alternatives);
    need.leastOutput = std::clamp<qint64>(addBounded(most.output, outputRise), 1, need.mostOutput);
    need.leastOutput = addBounded(need.leastOutput, most.outputBeyond);
    need.mostOutput = addBounded(need.mostOutput, most.outputBeyond);
    need.comfortableOutput = std::clamp(comfortable, need.leastOutput, need.mostOutput);
    return need;
}

void CallEstimate::learn(const CallSize& size, const TokenUsage& usage) {
    const Lesson before = m_count > 0 ? m_lessons[(m_count - 1) % m_lessons.size()] : Lesson();
    Lesson& lesson = m_lessons[m_count % m_lessons.size()];
    lesson = {};
    lesson.inputBeyond = std::max<qint64>(0, usage.allInput() - size.input);
    lesson.output = usage.output;
    const qint64 allowed = multiplyBounded(size.output, std::max<qint64>(1, size.alternatives));
    lesson.outputBeyond = allowed > 0 ? std::max<qint64>(0, usage.output - allowed) : 0;
    if (m_count++ == 0)
        return;
    lesson.inputRise = std::max<qint64>(0, lesson.inputBeyond - before.inputBeyond);
    lesson.outputRise = std::max<qint64>(0, lesson.output - before.output);
}

} // namespace signalbox
