// SPDX-License-Identifier: GPL-3.0-or-later
// A Git bundle from a guest, before anything tries to unpack it. Holds: limits on objects and on what they
// unpack to are kept whatever the pack says of itself; a bundle that is cut or prolonged is refused.
#include "core/git/bundle_header.h"
#include "core/git/pack_scan.h"
#include "tests/fuzz/fuzz.h"

#include <QBuffer>

using namespace signalbox;
using namespace signalbox::git;

namespace {

ImportLimits smallLimits() {
    ImportLimits limits;
    limits.objects = 50;
    limits.fileBytes = 64 * 1024;
    limits.inflatedBytes = 1 << 20;
    limits.deltaDepth = 5;
    return limits;
}

Result<PackSummary> scan(QByteArray bytes) {
    QBuffer buffer(&bytes);
    (void)buffer.open(QIODevice::ReadOnly);
    const auto header = readBundleHeader(buffer);
    if (header) {
        FUZZ_CHECK(header->tip.size() == 40 && !header->refName.isEmpty() &&
                   header->prerequisites.size() <= 1000);
        for (const QString& id : header->prerequisites)
            FUZZ_CHECK(id.size() == 40);
    } else if (bytes.startsWith("PACK")) {
        buffer.seek(0);
    } else {
        return header.error();
    }
    const KnownObject known = [](const QByteArray& id) -> std::optional<qint64> {
        FUZZ_CHECK(id.size() == 20);
        return id[0] == 'k' ? std::optional<qint64>(std::uint8_t(id[1])) : std::nullopt;
    };
    return scanPack(buffer, smallLimits(), known, {});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto summary = scan(bytes);
    if (!summary) {
        FUZZ_CHECK(!summary.error().message.isEmpty());
        return 0;
    }
    FUZZ_CHECK(summary->objects >= 0 && summary->objects <= smallLimits().objects);
    FUZZ_CHECK(summary->inflatedBytes >= 0 && summary->inflatedBytes <= smallLimits().inflatedBytes);
    FUZZ_CHECK(!scan(bytes.chopped(1)).ok());
    FUZZ_CHECK(!scan(bytes + 'x').ok());
    return 0;
}
