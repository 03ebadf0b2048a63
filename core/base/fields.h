// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// SB_FIELDS(a, b, c) inside a plain struct lists its members once; from that list come its JSON form in both
// directions (core/base/json_fields.h) and its comparison. The macro below walks the list; see the well-known
// "FOR_EACH with __VA_OPT__" technique.

#define SB_PARENS ()
#define SB_EXPAND(...) SB_EXPAND3(SB_EXPAND3(SB_EXPAND3(__VA_ARGS__)))
#define SB_EXPAND3(...) SB_EXPAND2(SB_EXPAND2(SB_EXPAND2(__VA_ARGS__)))
#define SB_EXPAND2(...) SB_EXPAND1(SB_EXPAND1(SB_EXPAND1(__VA_ARGS__)))
#define SB_EXPAND1(...) __VA_ARGS__
#define SB_EACH(macro, ...) __VA_OPT__(SB_EXPAND(SB_EACH_STEP(macro, __VA_ARGS__)))
#define SB_EACH_STEP(macro, a, ...) macro(a) __VA_OPT__(SB_EACH_AGAIN SB_PARENS(macro, __VA_ARGS__))
#define SB_EACH_AGAIN() SB_EACH_STEP
#define SB_VISIT_FIELD(name) visitor(#name, self.name);

#define SB_FIELDS(Type, ...)                                                                                 \
    template <typename Self, typename Visitor>                                                               \
    static void visitFields([[maybe_unused]] Self& self, [[maybe_unused]] Visitor&& visitor) {               \
        SB_EACH(SB_VISIT_FIELD, __VA_ARGS__)                                                                 \
    }                                                                                                        \
    bool operator==(const Type&) const = default;
