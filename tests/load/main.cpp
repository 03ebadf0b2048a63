// SPDX-License-Identifier: GPL-3.0-or-later
// load: puts a load on a core and prints what came of it as one line of JSON.
//
//     load ask PORT PATH CONNECTIONS SECONDS [TOKEN]        kept-alive connections that ask again and again
//     load follow PORT READERS DEAF LAST SECONDS TOKEN      readers of the event stream, up to record LAST,
//     and
//                                                           clients of it that never read
#include "tests/load/load.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <sys/resource.h>

namespace {

using namespace signalbox::load;

std::string authority(const char* token) {
    return token ? std::string("Authorization: Bearer ") + token + "\r\n" : std::string();
}

int ask(std::uint16_t port, const std::string& path, int connections, double seconds, const char* token) {
    std::vector<std::unique_ptr<Asker>> askers;
    std::vector<Client*> clients;
    for (int i = 0; i < connections; ++i) {
        askers.push_back(std::make_unique<Asker>(connectTo(port), getRequest(path, authority(token))));
        clients.push_back(askers.back().get());
    }
    const auto time = std::chrono::milliseconds(int(seconds * 1000));
    drive(
        clients, [] { return false; }, time);
    for (const auto& asker : askers)
        asker->stop();
    // What is under way is still answered.
    const auto idle = [&] {
        return std::all_of(askers.begin(), askers.end(),
                           [](const auto& a) { return a->idle() || a->closedByServer(); });
    };
    const bool answered = drive(clients, idle, std::chrono::seconds(30));
    std::vector<float> all;
    std::map<int, std::uint64_t> statuses;
    int lost = 0;
    int unasked = 0;
    for (const auto& asker : askers) {
        all.insert(all.end(), asker->latencies.begin(), asker->latencies.end());
        lost += asker->closedByServer() ? 1 : 0;
        unasked += asker->latencies.empty() ? 1 : 0;
        for (const auto& [status, count] : asker->statuses)
            statuses[status] += count;
    }
    std::printf(
        "{\"connections\": %d, \"answers\": %zu, \"lost\": %d, \"unanswered\": %d, \"allAnswered\": %s, "
        "\"perSecond\": %.0f, \"p50\": %.3f, \"p99\": %.3f, \"statuses\": {",
        connections, all.size(), lost, unasked, answered ? "true" : "false", double(all.size()) / seconds,
        double(percentile(all, 0.5)), double(percentile(all, 0.99)));
    const char* comma = "";
    for (const auto& [status, count] : statuses) {
        std::printf("%s\"%d\": %llu", comma, status, static_cast<unsigned long long>(count));
        comma = ", ";
    }
    std::printf("}}\n");
    return 0;
}

int follow(std::uint16_t port, int readers, int deaf, std::int64_t last, double seconds, const char* token) {
    std::vector<std::unique_ptr<EventReader>> reading;
    std::vector<std::unique_ptr<Deaf>> silent;
    std::vector<Client*> clients;
    const std::string request = getRequest("/v1/events?from=0", authority(token));
    for (int i = 0; i < readers; ++i) {
        reading.push_back(std::make_unique<EventReader>(connectTo(port), request, 0));
        clients.push_back(reading.back().get());
    }
    for (int i = 0; i < deaf; ++i) {
        silent.push_back(std::make_unique<Deaf>(connectTo(port, 4096), request));
        clients.push_back(silent.back().get());
    }
    std::puts("connected");
    std::fflush(stdout);
    const auto done = [&] {
        return std::all_of(reading.begin(), reading.end(),
                           [&](const auto& r) {
                               return r->last >= last || !r->fault.empty() || r->closedByServer();
                           }) &&
               std::all_of(silent.begin(), silent.end(), [](const auto& d) { return d->closedByServer(); });
    };
    const bool finished = drive(clients, done, std::chrono::milliseconds(int(seconds * 1000)));
    std::string fault;
    int whole = 0;
    for (const auto& reader : reading) {
        whole += reader->last == last && reader->fault.empty() ? 1 : 0;
        if (fault.empty())
            fault = reader->fault;
    }
    const auto dropped =
        std::count_if(silent.begin(), silent.end(), [](const auto& d) { return d->closedByServer(); });
    std::printf("{\"finished\": %s, \"whole\": %d, \"dropped\": %d, \"fault\": \"%s\"}\n",
                finished ? "true" : "false", whole, int(dropped), fault.c_str());
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    const std::string what = argc > 1 ? argv[1] : "";
    const auto port = std::uint16_t(argc > 2 ? std::atoi(argv[2]) : 0);
    if (what == "ask" && argc >= 6)
        return ask(port, argv[3], std::atoi(argv[4]), std::atof(argv[5]), argc > 6 ? argv[6] : nullptr);
    if (what == "follow" && argc == 8)
        return follow(port, std::atoi(argv[3]), std::atoi(argv[4]), std::atoll(argv[5]), std::atof(argv[6]),
                      argv[7]);
    std::fprintf(stderr, "usage: load ask PORT PATH CONNECTIONS SECONDS [TOKEN]\n"
                         "       load follow PORT READERS DEAF LAST SECONDS TOKEN\n");
    return 2;
}
