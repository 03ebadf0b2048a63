// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/mutator.h"

#include <algorithm>
#include <array>

namespace signalbox::fuzz {

Mutator::Mutator(std::vector<std::string> corpus, std::vector<std::string> words, std::uint64_t seed,
                 std::size_t maxLength)
    : m_corpus(std::move(corpus)), m_words(std::move(words)), m_state(seed * 2 + 1), m_maxLength(maxLength) {
    if (m_corpus.empty())
        m_corpus.emplace_back();
}

std::uint64_t Mutator::random() {
    // splitmix64: the same everywhere, unlike the distributions of the standard library.
    std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

std::string Mutator::next() {
    std::string input = m_corpus[below(m_corpus.size())];
    for (std::size_t times = 1 + below(below(4) == 0 ? 12 : 3); times > 0; --times)
        mutate(input);
    if (input.size() > m_maxLength)
        input.resize(m_maxLength);
    return input;
}

void Mutator::mutate(std::string& input) {
    switch (below(3)) {
    case 0:
        return changeBytes(input);
    case 1:
        return movePieces(input);
    default:
        return insertForeign(input);
    }
}

void Mutator::changeBytes(std::string& input) {
    if (input.empty())
        return;
    const std::size_t at = below(input.size());
    static constexpr std::array<unsigned char, 16> telling{0,  1,  9,  10, 13,  32,  34,  37,
                                                           39, 45, 47, 60, 127, 128, 192, 255};
    switch (below(4)) {
    case 0:
        input[at] = char(input[at] ^ (1 << below(8)));
        break;
    case 1:
        input[at] = char(telling[below(telling.size())]);
        break;
    case 2:
        input[at] = char(random());
        break;
    default: { // a number that is in the text becomes another one
        const std::size_t digit = input.find_first_of("0123456789", at);
        if (digit == std::string::npos)
            break;
        const std::size_t end = std::min(input.find_first_not_of("0123456789", digit), input.size());
        static const std::array<const char*, 9> numbers{
            "0", "1", "-1", "255", "65536", "2147483648", "4294967295", "9223372036854775807", "1e99"};
        input.replace(digit, end - digit, numbers[below(numbers.size())]);
    }
    }
}

void Mutator::movePieces(std::string& input) {
    if (input.empty())
        return;
    const std::size_t from = below(input.size());
    const std::size_t length =
        1 + below(std::min<std::size_t>(input.size() - from, below(3) == 0 ? 512 : 24));
    switch (below(5)) {
    case 0: // cut off
        input.resize(from);
        break;
    case 1: // cut out
        input.erase(from, length);
        break;
    case 2: // double
        input.insert(from, input.substr(from, length));
        break;
    case 3: { // many times
        const std::string piece = input.substr(from, length);
        std::string many;
        for (std::size_t times = 2 + below(200); times > 0 && many.size() < m_maxLength; --times)
            many += piece;
        input.insert(from, many);
        break;
    }
    default: { // elsewhere
        const std::string piece = input.substr(from, length);
        input.erase(from, length);
        input.insert(below(input.size() + 1), piece);
    }
    }
}

void Mutator::insertForeign(std::string& input) {
    const std::size_t at = below(input.size() + 1);
    if (!m_words.empty() && below(3) != 0) {
        input.insert(at, m_words[below(m_words.size())]);
        return;
    }
    const std::string& other = m_corpus[below(m_corpus.size())];
    const std::size_t from = below(other.size() + 1);
    if (below(2) == 0) // the beginning of one, the end of another
        input = input.substr(0, at) + other.substr(from);
    else
        input.insert(at, other.substr(from, below(64)));
}

} // namespace signalbox::fuzz
