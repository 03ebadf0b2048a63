// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <array>

namespace signalbox {

/// A value of a JSON document, as it is walked past.
struct JsonValue {
    enum class Kind { Object, Array, String, Number, True, False, Null };
    Kind kind = Kind::Null;
    /// Where it is: the keys from the root on, joined with '/', "#" for an element of a list:
    /// "usage/output_tokens". A list that is the root itself does not count. Empty for the root, and deeper
    /// than JsonWalk::pathDepth.
    QByteArrayView path;
    QByteArrayView key;  ///< the last key that was read, however deep
    QByteArrayView text; ///< of a string (unescaped, its beginning only) or a number (as written)
    int depth = 0;       ///< 0: the root
    qint64 begin = 0;    ///< its first byte, counted from the start of the document
    qint64 end = 0;      ///< behind its last byte
};

/// Reads JSON in pieces of any size, without ever keeping more than a few hundred bytes of it: for finding a
/// few small members in documents of any length that strangers wrote. Strict where two readers could differ.
/// Not thread-safe.
class JsonWalk {
public:
    static constexpr int pathDepth = 4;
    static constexpr int maxDepth = 256; ///< deeper is broken
    static constexpr int maxText = 256;  ///< bytes of a string that are kept
    static constexpr int maxNumber = 64; ///< longer is broken
    static constexpr int maxKey = 64;    ///< a longer key matches nothing

    class Sink {
    public:
        virtual ~Sink() = default;
        /// An object or a list begins (end is not known yet).
        virtual void opened(const JsonValue&) {}
        /// Anything ended: also objects and lists.
        virtual void passed(const JsonValue&) {}
    };

    explicit JsonWalk(Sink& sink) : m_sink(sink) {}
    /// False: it is no JSON; nothing more is read.
    bool feed(QByteArrayView bytes);
    /// No more comes: false unless there was exactly one whole value.
    bool finish();
    /// Ready for another document.
    void reset();
    [[nodiscard]] bool broken() const { return m_state == State::Broken; }
    /// Nothing but white space has come so far.
    [[nodiscard]] bool untouched() const { return m_state == State::Value && m_depth == 0; }

private:
    enum class State {
        Value,
        ValueOrEnd, ///< behind '['
        KeyOrEnd,   ///< behind '{'
        Key,        ///< behind ',' in an object
        Colon,
        CommaOrEnd,
        String,
        Escape,
        Unicode,
        Number,
        Word, ///< true, false, null
        Done,
        Broken,
    };
    struct Level {
        bool object = false;
        qint64 begin = 0;
    };

    void step(char c);
    void beginValue(char c);
    void open(bool object);
    void close(bool object);
    void beginString(bool key);
    void endString();
    void endNumber();
    void stepWord(char c);
    void stepUnicode(char c);
    void keep(char c);
    void pass(JsonValue::Kind kind, QByteArrayView text, qint64 begin);
    void afterValue();
    void enter(); ///< the path, for the value that comes
    void leave();
    [[nodiscard]] QByteArrayView path() const;

    Sink& m_sink;
    State m_state = State::Value;
    std::array<Level, maxDepth> m_levels;
    int m_depth = 0;
    qint64 m_at = 0;    ///< of the byte being read
    qint64 m_begin = 0; ///< of the scalar being read
    bool m_inKey = false;
    QByteArray m_text;
    bool m_textIsCut = false;
    const char* m_word = nullptr;
    int m_wordAt = 0;
    unsigned m_unicode = 0;
    int m_unicodeAt = 0;
    QByteArray m_key;
    QByteArray m_path;
    std::array<qsizetype, maxDepth + 1> m_marks{}; ///< lengths of the path, by depth of the value
};

} // namespace signalbox
