// SPDX-License-Identifier: Apache-2.0
// evote-board: see docs/record.md.
#include "evote/app/board.h"

#include "tool.h"

using namespace evote;

int main(int argc, char** argv) {
    Tool tool("evote-board", "Keeps the board, the public ballot box");
    BoardAppendOptions options;
    std::string tracker;
    std::filesystem::path receipt;

    auto& append =
        tool.command("append", "Verify ballots and take the good ones", [&](Console& console) {
            return console.end(board_append(options, system_random(), console));
        });
    append.add_option("DIR", options.folder, "The election's folder")->required();
    append.add_option("BALLOTS", options.ballots, "Ballots, and folders of ballots")->required();
    append.add_option("--key", options.key, "The board's private key")->required();
    append.add_option("--receipts", options.receipts, "A folder for the receipts");
    tool.add_threads(append);

    auto& close = tool.command("close", "End the voting", [&](Console& console) {
        return console.end(board_close(options.folder, options.key, console));
    });
    close.add_option("DIR", options.folder, "The election's folder")->required();
    close.add_option("--key", options.key, "The board's private key")->required();

    auto& make = tool.command(
        "receipt", "Make the evidence that a ballot is on the board", [&](Console& console) {
            return console.end(board_receipt(options.folder, tracker, receipt, console));
        });
    make.add_option("DIR", options.folder, "The election's folder")->required();
    make.add_option("--tracker", tracker, "The tracker of the ballot")->required();
    make.add_option("--out", receipt, "The receipt that is made")->required();

    auto& check = tool.command(
        "check-receipt", "Check that the board still has a ballot", [&](Console& console) {
            return console.end(board_check_receipt(options.folder, receipt, console));
        });
    check.add_option("DIR", options.folder, "The election's folder")->required();
    check.add_option("RECEIPT", receipt, "The receipt")->required();
    return tool.run(argc, argv);
}
