// SPDX-License-Identifier: Apache-2.0
#include "app/scripted_person.h"
#include "support/damage.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include "evote/app/decrypt.h"

#include <catch2/catch.hpp>

using namespace evote;
namespace fs = std::filesystem;

namespace {

// An election of two voters, closed, and the secret files of its trustees beside the record.
struct Trustees {
    explicit Trustees(unsigned count = 3, unsigned threshold = 2)
        : election(temporary.path() / "record", tiny_manifest(count, threshold)) {
        election.hold_ceremony();
        for (std::uint16_t i = 1; i <= count; ++i)
            must(TrusteeSecretFile::create(file_of(i), election.secret(i), passphrase(), 2));
        election.seal(std::vector<SmallVoter>(2));
        election.vote(0, {{0}});
        election.vote(1, {{1}});
    }

    static SecretBytes passphrase() { return SecretBytes(bytes_of("five random words")); }

    fs::path file_of(std::uint16_t trustee) const {
        return temporary.path() / (std::to_string(trustee) + ".age");
    }

    Status share(std::uint16_t trustee) {
        captured.person.answers = {"five random words"};
        return decrypt_share({folder().path(), file_of(trustee), {}, 2}, captured.console);
    }

    Status combine() { return decrypt_combine({folder().path()}, captured.console); }

    const RecordFolder& folder() const { return election.folder(); }

    TemporaryFolder temporary;
    SmallElection election;
    CapturedConsole captured;
};

} // namespace

TEST_CASE("trustees decrypt and the result is combined") {
    Trustees trustees;
    CHECK(trustees.share(1) == Status::incomplete); // voting goes on
    trustees.election.close();
    CHECK(trustees.share(3) == Status::done);
    trustees.election.aggregate();
    CHECK(trustees.combine() == Status::incomplete);
    CHECK_FALSE(file_exists(trustees.folder().result()));
    CHECK(trustees.share(1) == Status::done);
    CHECK(trustees.share(1) == Status::done); // the share is there
    CHECK(trustees.combine() == Status::done);
    trustees.captured.take_out();
    CHECK(trustees.combine() == Status::done); // the same result
    CHECK(trustees.captured.take_out() == "C:\n    A: 1\n    B: 1\n");
    CHECK(audit(trustees.folder()).report.conclusion() == Conclusion::valid);
}

TEST_CASE("attack 18 a tally that is not the record's is not decrypted") {
    Trustees trustees;
    trustees.election.close();
    trustees.election.aggregate();
    replace_in(trustees.folder().tally(), "\"weight\":2", "\"weight\":1");
    CHECK(trustees.share(1) == Status::invalid);
    CHECK(contains(trustees.captured.take_talk(), "not the sum of the counted ballots"));
    CHECK_FALSE(file_exists(trustees.folder().decryption(1)));
}

TEST_CASE("attack 18 a second tally is not decrypted") {
    Trustees trustees;
    auto file = must(TrusteeSecretFile::open(trustees.file_of(1), trustees.election.manifest(),
                                             Trustees::passphrase(), 2));
    must(file.secret().remember_tally(Digest32{1}));
    must(file.save());
    trustees.election.close();
    CHECK(trustees.share(1) == Status::refused);
    CHECK(contains(trustees.captured.take_talk(), "another tally"));
    CHECK_FALSE(file_exists(trustees.folder().decryption(1)));
    CHECK(trustees.share(2) == Status::done);
    auto second = must(TrusteeSecretFile::open(trustees.file_of(2), trustees.election.manifest(),
                                               Trustees::passphrase(), 2));
    CHECK(second.secret().tally().has_value());
}

TEST_CASE("attack 18 an election that too few trustees sealed is not decrypted") {
    Trustees trustees;
    trustees.election.close();
    fs::remove(trustees.folder().note("seal", 1));
    CHECK(trustees.share(1) == Status::done);
    fs::remove(trustees.folder().note("seal", 2));
    CHECK(trustees.share(2) == Status::refused);
    CHECK(contains(trustees.captured.take_talk(), "only 1 trustees sealed"));
}

TEST_CASE("attack 19 a wrong decryption is named and the others give the result") {
    Trustees trustees;
    trustees.election.close();
    trustees.election.aggregate();
    for (const std::uint16_t trustee : std::initializer_list<std::uint16_t>{1, 2, 3})
        trustees.election.decrypt(trustee);
    auto share = trustees.election.share(1);
    share.contests[0].response = share.contests[0].response + share.contests[0].response;
    must(write_file(trustees.folder().decryption(1), share.write(trustees.election.manifest()),
                    Existing::replace));
    CHECK(trustees.combine() == Status::invalid);
    CHECK(contains(trustees.captured.take_talk(), "by trustee 1 (Trustee 1) is wrong"));
    const auto found = audit(trustees.folder());
    REQUIRE(found.result);
    CHECK(found.result->trustees == std::vector<std::uint16_t>{2, 3});
    CHECK(trustees.share(1) == Status::invalid); // it is not silently replaced
}

TEST_CASE("attack 38 any sufficient set of trustees gives the same result") {
    for (const std::uint16_t missing : std::initializer_list<std::uint16_t>{1, 2, 3}) {
        Trustees trustees;
        trustees.election.close();
        trustees.election.aggregate();
        for (const std::uint16_t trustee : std::initializer_list<std::uint16_t>{1, 2, 3})
            if (trustee != missing)
                CHECK(trustees.share(trustee) == Status::done);
        trustees.captured.take_out();
        CHECK(trustees.combine() == Status::done);
        CHECK(trustees.captured.take_out() == "C:\n    A: 1\n    B: 1\n");
    }
}
