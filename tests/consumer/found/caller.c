// SPDX-License-Identifier: Apache-2.0
int plugin_audit(const char* folder, const char* fingerprint);

int main(int argc, char** argv) {
    return argc == 3 ? plugin_audit(argv[1], argv[2]) : 2;
}
