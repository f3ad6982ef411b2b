// SPDX-License-Identifier: Apache-2.0
#include "registrar/made_halves.h"

#include "crypto/sha2.h"
#include "evote/check.h"
#include "os/workers.h"
#include "protocol/half_maker.h"
#include "protocol/halves.h"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace evote::registrar {

namespace {

constexpr std::size_t half_size = protocol::Halves::half_size;
constexpr std::size_t at_once = 4096; // voters

Bytes make_encodings(const protocol::HalfMaker& maker, const protocol::HalfMaker::Codes& codes,
                     std::size_t voters, const HalvesWork& work) {
    Bytes out(voters * half_size);
    const std::size_t chunks = (voters + at_once - 1) / at_once;
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::size_t done = 0;
    os::Workers threads(
        static_cast<unsigned>(std::clamp<std::size_t>(chunks, 1, std::max(work.threads, 1U))));
    threads.run([&](unsigned /*worker*/) {
        for (std::size_t chunk = next++; chunk < chunks; chunk = next++) {
            const std::size_t first = chunk * at_once;
            const std::size_t count = std::min(at_once, voters - first);
            maker.make(codes, first,
                       MutableByteView(out).subspan(first * half_size, count * half_size));
            const std::lock_guard lock(mutex);
            done += count;
            if (work.progress)
                work.progress(done, voters);
        }
    });
    return out;
}

} // namespace

MadeHalves make_halves(const RegistrarSecret& secret, const PrivateList& list,
                       const protocol::Manifest& manifest, crypto::Random& random,
                       const HalvesWork& work) {
    EVOTE_CHECK(list.hash() == secret.list() && list.size() == secret.voters());
    const protocol::HalfMaker maker(manifest.hash(), secret.registrar());
    const protocol::HalfMaker::Codes codes = [&](std::size_t index, ballot::CodeBytes& out) {
        secret.code_of(index + 1, 0, out);
    };
    const Bytes encodings =
        make_encodings(maker, codes, static_cast<std::size_t>(list.size()), work);
    MadeHalves out;
    protocol::append_halves_header(out.halves);
    for (std::uint64_t number = 1; number <= list.size(); ++number)
        protocol::append_halves_row(
            out.halves, number, list.row(number).place,
            ByteView(encodings).subspan((number - 1) * half_size, half_size), manifest);
    record::RegistrarNote note;
    note.registrar = secret.registrar();
    note.list = list.hash();
    note.halves = crypto::sha256(out.halves);
    note.proof = maker.prove(codes, encodings, maker.nonce(codes, encodings, random));
    out.note = note.sign(manifest, secret.signer());
    return out;
}

} // namespace evote::registrar
