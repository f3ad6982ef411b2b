// SPDX-License-Identifier: Apache-2.0
// A ballot box behind one function, as a service would have it: box FOLDER FINGERPRINT KEY
// BALLOT...
#include <evote/box.h>

#include <fstream>
#include <iostream>
#include <iterator>

namespace {

// A request is a ballot; the answer is its receipt, or why it was refused.
evote::Result<std::string> answer(evote::BallotBox& box, std::vector<std::uint8_t> ballot) {
    const std::vector<std::vector<std::uint8_t>> batch{std::move(ballot)};
    EVOTE_TRY(const auto said, box.submit(batch));
    if (said.front().kind == evote::Submission::Kind::refused)
        return "refused: " + said.front().message + "\n";
    return box.receipt(said.front().index);
}

std::vector<std::uint8_t> read(const char* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

evote::Outcome serve(int argc, char** argv) {
    EVOTE_TRY(auto record, evote::Record::open(argv[1], argv[2]));
    EVOTE_TRY(auto box, evote::BallotBox::open(std::move(record), argv[3]));
    for (int i = 4; i < argc; ++i) {
        EVOTE_TRY(const auto said, answer(box, read(argv[i])));
        std::cout << said;
    }
    for (const auto& district : box.turnout())
        std::cout << district.district << ": " << district.voted << " of " << district.voters
                  << " have voted\n";
    return box.save_index();
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::cerr << "usage: box FOLDER FINGERPRINT KEY BALLOT...\n";
        return 2;
    }
    const auto served = serve(argc, argv);
    if (!served)
        std::cerr << served.error().english() << "\n";
    return served ? 0 : 1;
}
