// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target without libFuzzer: the corpus first, then inputs made from it, in a process of its own
// whose death leaves the input behind.
//
//     fuzz_X [--runs N] [--seconds S] [--seed N] [--max-length BYTES] [--crash FILE] [--words FILE] CORPUS...
//
// A CORPUS is a directory or one file. --runs 0 runs the corpus alone: that is how a crash is looked at
// again.
#include "tests/fuzz/mutator.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" __attribute__((weak)) int LLVMFuzzerInitialize(int* argc, char*** argv);

namespace {

using namespace signalbox::fuzz;

constexpr unsigned secondsPerInput = 20;
constexpr long memoryPerInput = 512L << 10; ///< KiB that one input may add to the peak

struct Options {
    std::uint64_t runs = 20'000;
    double seconds = 3;
    std::uint64_t seed = 1;
    std::size_t maxLength = 16 * 1024;
    std::string crash = "fuzz-crash";
    std::string words;
    std::vector<std::string> corpus;
};

/// What parent and child both see: the input that is being run, and how far it came.
struct Shared {
    std::uint64_t done;
    std::size_t size;
    std::uint8_t bytes[1 << 20];
};

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> readCorpus(const std::vector<std::string>& places) {
    std::vector<std::filesystem::path> files;
    for (const std::string& place : places) {
        if (!std::filesystem::is_directory(place)) {
            files.emplace_back(place);
            continue;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(place))
            if (entry.is_regular_file())
                files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end()); // the same order everywhere
    std::vector<std::string> inputs;
    for (const auto& file : files)
        inputs.push_back(contents(file));
    return inputs;
}

std::vector<std::string> readWords(const std::string& file) {
    std::vector<std::string> words;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        if (!line.empty())
            words.push_back(line);
    return words;
}

bool readOptions(int argc, char** argv, Options& options) {
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        if (name.rfind("--", 0) != 0) {
            options.corpus.push_back(name);
            continue;
        }
        if (i + 1 == argc)
            return false;
        const std::string value = argv[++i];
        if (name == "--runs")
            options.runs = std::strtoull(value.c_str(), nullptr, 10);
        else if (name == "--seconds")
            options.seconds = std::strtod(value.c_str(), nullptr);
        else if (name == "--seed")
            options.seed = std::strtoull(value.c_str(), nullptr, 10);
        else if (name == "--max-length")
            options.maxLength = std::strtoull(value.c_str(), nullptr, 10);
        else if (name == "--crash")
            options.crash = value;
        else if (name == "--words")
            options.words = value;
        else
            return false;
    }
    return !options.corpus.empty();
}

long peakKiB() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

void runOne(Shared& shared, const std::string& input) {
    shared.size = std::min(input.size(), sizeof shared.bytes);
    std::memcpy(shared.bytes, input.data(), shared.size);
    const long before = peakKiB();
    alarm(secondsPerInput);
    // A copy of its exact size, so that a sanitizer sees a read behind its end.
    const std::vector<std::uint8_t> exact(shared.bytes, shared.bytes + shared.size);
    (void)LLVMFuzzerTestOneInput(exact.data(), exact.size());
    if (peakKiB() - before > memoryPerInput) {
        std::fprintf(stderr, "this input took more than %ld MiB\n", memoryPerInput >> 10);
        std::abort();
    }
    ++shared.done;
}

void runAll(Shared& shared, const Options& options, std::vector<std::string> corpus) {
    for (const std::string& input : corpus)
        runOne(shared, input);
    Mutator mutator(std::move(corpus), readWords(options.words), options.seed, options.maxLength);
    const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(options.seconds);
    for (std::uint64_t run = 0; run < options.runs; ++run) {
        if (std::chrono::steady_clock::now() >= until)
            break;
        runOne(shared, mutator.next());
    }
}

std::string causeOf(int status) {
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        return "it took longer than " + std::to_string(secondsPerInput) + " s";
    if (WIFSIGNALED(status))
        return std::string("it ended by ") + strsignal(WTERMSIG(status));
    return "it ended with code " + std::to_string(WEXITSTATUS(status));
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    if (!readOptions(argc, argv, options)) {
        std::fprintf(stderr,
                     "usage: %s [--runs N] [--seconds S] [--seed N] [--max-length BYTES] [--crash FILE] "
                     "[--words FILE] CORPUS...\n",
                     argv[0]);
        return 2;
    }
    auto corpus = readCorpus(options.corpus);
    if (corpus.empty()) {
        std::fprintf(stderr, "there is nothing in the corpus\n");
        return 2;
    }
    void* memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return 2;
    auto& shared = *static_cast<Shared*>(memory);
    const pid_t child = fork();
    if (child < 0)
        return 2;
    if (child == 0) {
        if (LLVMFuzzerInitialize)
            LLVMFuzzerInitialize(&argc, &argv);
        runAll(shared, options, std::move(corpus));
        std::exit(0); // not _exit: leaks are looked for, and what a target made for itself is removed
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        std::printf("%llu inputs, nothing found\n", static_cast<unsigned long long>(shared.done));
        return 0;
    }
    std::ofstream(options.crash, std::ios::binary)
        .write(reinterpret_cast<const char*>(shared.bytes), std::streamsize(shared.size));
    std::fprintf(stderr, "input %llu (%zu bytes): %s; it is in %s\n",
                 static_cast<unsigned long long>(shared.done + 1), shared.size, causeOf(status).c_str(),
                 options.crash.c_str());
    return 1;
}
