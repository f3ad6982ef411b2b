// SPDX-License-Identifier: Apache-2.0
// The registrars' files in the folder of an election: reading them, and the roll that they make.
#pragma once

#include "protocol/joint_roll.h"
#include "record/record_folder.h"
#include "record/registrar_note.h"

#include <functional>
#include <span>
#include <vector>

namespace evote::record {

/// A registrar's two files, which belong together: the note names the hash of the other.
struct RegistrarFiles {
    RegistrarNote note;
    protocol::Halves halves;
};

/// Reads one registrar's note alone. ErrorCode::step_missing, and what RegistrarNote refuses.
Result<RegistrarNote> read_registrar_note(const RecordFolder& folder,
                                          const protocol::Manifest& manifest,
                                          std::uint8_t registrar);

/// Reads those of one registrar. ErrorCode::step_missing, ErrorCode::malformed, what RegistrarNote
/// and HalvesReader refuse, and ErrorCode::changed if the halves are not those of the note. Whose
/// signature it is is not checked.
Result<RegistrarFiles> read_registrar(const RecordFolder& folder,
                                      const protocol::Manifest& manifest, std::uint8_t registrar);

/// Those of all registrars. `keys` are the keys that must have signed the notes, one for each
/// registrar. Also ErrorCode::bad_signature, and ErrorCode::registrars_differ if their notes are of
/// different private lists.
Result<std::vector<RegistrarFiles>> read_registrars(const RecordFolder& folder,
                                                    const protocol::Manifest& manifest,
                                                    std::span<const board::VerifierKey> keys);

/// Those of all registrars of an election that is not sealed yet, so that nobody knows whose
/// signatures must be there.
Result<std::vector<RegistrarFiles>> read_unsealed_registrars(const RecordFolder& folder,
                                                             const protocol::Manifest& manifest);

struct JointRollWork {
    unsigned threads = 1;
    /// Called now and then, by one thread at a time: voters done and voters in all.
    std::function<void(std::uint64_t, std::uint64_t)> progress{};
    /// Asked now and then: true ends the work with ErrorCode::stopped.
    std::function<bool()> stop{};
};

/// The roll of all registrars' halves, whose proofs are checked; see protocol::JointRollMaker.
Result<protocol::JointRoll> joint_roll(const RecordFolder& folder,
                                       const protocol::Manifest& manifest,
                                       std::vector<RegistrarFiles> files,
                                       const JointRollWork& work);

/// Whether this is the roll that the registrars' files make, all of which is checked; gives the
/// hash of their private list.
Result<Digest32> check_joint_roll(const RecordFolder& folder, const protocol::Manifest& manifest,
                                  std::span<const board::VerifierKey> keys,
                                  const protocol::Roll& roll, const JointRollWork& work);

} // namespace evote::record
