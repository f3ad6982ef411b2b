// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace evote::service {

/// "evRg": how the file is told from other databases.
inline constexpr std::int64_t registrar_application = 0x65765267;
inline constexpr std::int64_t registrar_schema_version = 1;

/// The tables of a new database.
inline constexpr const char* registrar_schema = R"(
CREATE TABLE owner (
  fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
  registrar INTEGER NOT NULL,
  key_check BLOB NOT NULL CHECK (length(key_check) = 32)
) STRICT;

CREATE TABLE identifications (
  row INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('provider', 'clerk', 'ticket')),
  issuer TEXT NOT NULL,
  who TEXT NOT NULL,
  number INTEGER NOT NULL,
  issue INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX identifications_number ON identifications (number, way, time);
CREATE INDEX identifications_who ON identifications (who) WHERE way = 'provider';
CREATE TRIGGER identifications_stay BEFORE UPDATE ON identifications
BEGIN SELECT raise(ABORT, 'identifications are never changed'); END;
CREATE TRIGGER identifications_remain BEFORE DELETE ON identifications
BEGIN SELECT raise(ABORT, 'identifications are never removed'); END;
CREATE TRIGGER identifications_follow BEFORE INSERT ON identifications
WHEN NEW.row IS NOT (SELECT coalesce(max(row), 0) + 1 FROM identifications)
BEGIN SELECT raise(ABORT, 'identifications follow each other'); END;

CREATE TABLE tickets (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  number INTEGER NOT NULL,
  issuer TEXT NOT NULL,
  clerk TEXT NOT NULL,
  made INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX tickets_clerk ON tickets (clerk, made);

CREATE TABLE holds (
  id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL,
  reason TEXT NOT NULL,
  held_by TEXT NOT NULL,
  time INTEGER NOT NULL,
  lifted_by TEXT,
  lifted INTEGER
) STRICT;
CREATE UNIQUE INDEX holds_number ON holds (number) WHERE lifted IS NULL;

CREATE TABLE requests (
  id INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  number INTEGER NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('replace', 'revoke')),
  reason TEXT NOT NULL,
  clerk TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'approved', 'declined', 'sent')),
  decided INTEGER
) STRICT;
CREATE UNIQUE INDEX requests_number ON requests (number) WHERE state IN ('queued', 'approved');
)";

} // namespace evote::service
