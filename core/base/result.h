// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/assert.h"
#include "core/base/error.h"

#include <utility>
#include <variant>

namespace signalbox {

/// Either a value or an Error. Errors are values here: nothing throws across a function of ours.
///     Result<int> r = parse(text);
///     if (!r) return r.error();
///     use(*r);
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & {
        requireValue();
        return *std::get_if<0>(&m_state);
    }
    const T& value() const& {
        requireValue();
        return *std::get_if<0>(&m_state);
    }
    T&& value() && {
        requireValue();
        return std::move(*std::get_if<0>(&m_state));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    [[nodiscard]] const Error& error() const {
        SB_ASSERT(!ok(), "error() of a Result that holds a value");
        return *std::get_if<1>(&m_state);
    }

private:
    void requireValue() const { SB_ASSERT(ok(), qPrintable(std::get_if<1>(&m_state)->message)); }
    std::variant<T, Error> m_state;
};

/// Success without a value, or an Error. Return `{}` for success.
template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)), m_ok(false) {}

    [[nodiscard]] bool ok() const { return m_ok; }
    explicit operator bool() const { return m_ok; }
    [[nodiscard]] const Error& error() const {
        SB_ASSERT(!m_ok, "error() of a Result that succeeded");
        return m_error;
    }

private:
    Error m_error;
    bool m_ok = true;
};

} // namespace signalbox
