// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobspec.h"

#include "common.h"

#include <stdio.h>
#include <string.h>

enum { LineMax = JobDirMax + 32 };

struct cursor {
    const char* at;
    size_t left;
};

static bool isLetter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

static bool isDigit(char letter) {
    return letter >= '0' && letter <= '9';
}

bool jobIdValid(const char* id) {
    size_t length = strlen(id);
    if (length < 1 || length > 64 || (!isLetter(*id) && !isDigit(*id)))
        return false;
    for (; *id != '\0'; id++)
        if (!isLetter(*id) && !isDigit(*id) && strchr("._-", *id) == NULL)
            return false;
    return true;
}

static enum jobSpecState takeLine(struct cursor* cursor, char line[LineMax]) {
    const char* end = memchr(cursor->at, '\n', cursor->left);
    size_t length = end == NULL ? cursor->left : (size_t)(end - cursor->at);
    if (length >= LineMax || memchr(cursor->at, '\0', length) != NULL)
        return JOBSPEC_BAD;
    if (end == NULL)
        return JOBSPEC_MORE;
    memcpy(line, cursor->at, length);
    line[length] = '\0';
    cursor->at += length + 1;
    cursor->left -= length + 1;
    return JOBSPEC_GOOD;
}

static enum jobSpecState takeBytes(struct cursor* cursor, const char* count, size_t limit,
                                   struct slice* slice) {
    int64_t length = parseNumber(count, (int64_t)limit);
    if (length < 0)
        return JOBSPEC_BAD;
    if (cursor->left < (size_t)length)
        return JOBSPEC_MORE;
    slice->at = cursor->at;
    slice->length = (size_t)length;
    cursor->at += length;
    cursor->left -= (size_t)length;
    return JOBSPEC_GOOD;
}

static enum jobSpecState takeEnv(struct cursor* cursor, const char* count, struct jobSpec* spec) {
    if (spec->envCount == JobEnvMax)
        return JOBSPEC_BAD;
    struct slice* slice = &spec->env[spec->envCount];
    enum jobSpecState state = takeBytes(cursor, count, JobEnvBytes, slice);
    if (state != JOBSPEC_GOOD)
        return state;
    if (cursor->left == 0)
        return JOBSPEC_MORE;
    if (*cursor->at != '\n' || memchr(slice->at, '\0', slice->length) != NULL)
        return JOBSPEC_BAD;
    cursor->at++;
    cursor->left--;
    size_t name = 0;
    while (name < slice->length &&
           (isLetter(slice->at[name]) || slice->at[name] == '_' || (name > 0 && isDigit(slice->at[name]))))
        name++;
    if (name == 0 || name == slice->length || slice->at[name] != '=')
        return JOBSPEC_BAD;
    spec->envCount++;
    return JOBSPEC_GOOD;
}

static enum jobSpecState takeField(struct cursor* cursor, const char* key, const char* value,
                                   struct jobSpec* spec) {
    if (strcmp(key, "env") == 0)
        return takeEnv(cursor, value, spec);
    if (strcmp(key, "user") == 0) {
        spec->asRoot = strcmp(value, "root") == 0;
        return spec->asRoot || strcmp(value, "agent") == 0 ? JOBSPEC_GOOD : JOBSPEC_BAD;
    }
    if (strcmp(key, "dir") == 0) {
        int length = snprintf(spec->dir, sizeof spec->dir, "%s", value);
        return *value == '/' && length < JobDirMax ? JOBSPEC_GOOD : JOBSPEC_BAD;
    }
    int64_t number = parseNumber(value, INT64_MAX / 4);
    if (strcmp(key, "time-limit-ms") == 0)
        spec->timeLimitMs = number;
    else if (strcmp(key, "output-limit-bytes") == 0)
        spec->outputLimit = number;
    else
        return JOBSPEC_BAD;
    return number < 0 ? JOBSPEC_BAD : JOBSPEC_GOOD;
}

enum jobSpecState jobSpecParse(const char* text, size_t length, struct jobSpec* spec, char* problem,
                               size_t problemSize) {
    struct cursor cursor = {text, length};
    char line[LineMax];
    memset(spec, 0, sizeof *spec);
    for (int number = 1;; number++) {
        enum jobSpecState state = takeLine(&cursor, line);
        if (state == JOBSPEC_BAD)
            snprintf(problem, problemSize, "line %d is too long or holds a NUL", number);
        if (state != JOBSPEC_GOOD)
            return state;
        if (number == 1) {
            if (strcmp(line, "signalbox-job 1") != 0) {
                snprintf(problem, problemSize, "'signalbox-job 1' is expected first, not '%.40s'", line);
                return JOBSPEC_BAD;
            }
            continue;
        }
        char* value = strchr(line, ' ');
        if (value != NULL)
            *value++ = '\0';
        bool last = value != NULL && strcmp(line, "script") == 0;
        if (value == NULL)
            state = JOBSPEC_BAD;
        else
            state = last ? takeBytes(&cursor, value, JobSpecMax, &spec->script)
                         : takeField(&cursor, line, value, spec);
        if (state == JOBSPEC_BAD)
            snprintf(problem, problemSize, "field %d is not understood: '%.40s %.60s'", number, line,
                     value == NULL ? "" : value);
        if (state != JOBSPEC_GOOD || last)
            return state;
    }
}
