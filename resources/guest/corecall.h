// SPDX-License-Identifier: GPL-3.0-or-later
// Requests to the core through the machine's own channel. Who asks is known by the channel; there is no token
// that could be stolen or borrowed.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { CorePort = 8470, AnswerSeconds = 30, AnswerMax = 256 * 1024 };

// Sends a whole request and reads the whole answer into so many bytes, ended with NUL. Returns its length, or
// -1.
ssize_t askCore(const char* request, size_t length, char* answer, size_t room);
// The status of an answer and where its body begins; 0 when it is not HTTP.
int answerStatus(const char* answer, const char** body);
// The value of a header, up to the line's end, or NULL. Headers end where body begins.
const char* answerHeader(const char* answer, const char* body, const char* name);
