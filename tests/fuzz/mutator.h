// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace signalbox::fuzz {

/// Makes new inputs out of a corpus: flipped bits, interesting numbers, pieces cut, doubled, moved and
/// spliced from other inputs, words of a dictionary. The same seed and corpus give the same inputs.
class Mutator {
public:
    Mutator(std::vector<std::string> corpus, std::vector<std::string> words, std::uint64_t seed,
            std::size_t maxLength);

    std::string next();

private:
    std::uint64_t random();
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : std::size_t(random() % bound); }
    void mutate(std::string& input);
    void changeBytes(std::string& input);
    void movePieces(std::string& input);
    void insertForeign(std::string& input);

    std::vector<std::string> m_corpus;
    std::vector<std::string> m_words;
    std::uint64_t m_state;
    std::size_t m_maxLength;
};

} // namespace signalbox::fuzz
