// SPDX-License-Identifier: MIT OR Apache-2.0
//! Every maximum of the system, in one table; both sides enforce them.

use std::time::Duration;

const KIB: u32 = 1024;
const MIB: u32 = 1024 * 1024;

/// Bytes of one message payload as it stands in the log.
pub const MESSAGE_BYTES: u32 = 64 * KIB;
/// Bytes of text in one message: with its headers it fits the size class of 48 KiB.
pub const MESSAGE_TEXT_BYTES: u32 = 47 * KIB;
/// Bytes of one record payload as it stands in the log.
pub const RECORD_BYTES: u32 = 256 * KIB;
/// Bytes of one operation's body: with its headers it fits the size class of 192 KiB.
pub const OPERATION_BYTES: u32 = 191 * KIB;
/// Bytes of one commit payload as it stands in the log.
pub const COMMIT_BYTES: u32 = 4 * MIB;
/// Bytes of one attachment of a commit.
pub const ATTACHMENT_BYTES: u32 = 8 * MIB;
/// Attachments of one commit: the Welcome and the ratchet tree, and room for certificates of the departed.
pub const ATTACHMENTS_PER_COMMIT: u32 = 4;
/// Bytes of one mailbox letter.
pub const LETTER_BYTES: u32 = 64 * KIB;
/// Bytes of a letter of a kind that needs no capability (`re-add`, `successor`).
pub const OPEN_LETTER_BYTES: u32 = KIB;
/// Requests to be put back one device may deposit a day.
pub const OPEN_LETTERS_PER_DAY: u32 = 8;
/// Letters that lead to a successor one device may deposit a day: every member of a large space.
pub const SUCCESSOR_LETTERS_PER_DAY: u32 = 256;
/// Claims of others that one of them carries.
pub const SUCCESSOR_CLAIMS: u32 = 3;
/// Letters waiting in one mailbox.
pub const LETTERS_PER_MAILBOX: u32 = 1_000;
/// Letters handed out in one fetch.
pub const LETTERS_PER_FETCH: u32 = 32;
/// Payloads of one append frame.
pub const FRAME_PAYLOADS: u32 = 64;
/// Bytes of all payloads of one append frame.
pub const FRAME_BYTES: u32 = 4 * MIB;
/// Bytes of one gRPC message with a commit and its attachments, and of any answer.
pub const RPC_BYTES: u32 = 40 * MIB;
/// Bytes of one gRPC message with an append frame.
pub const RPC_FRAME_BYTES: u32 = FRAME_BYTES + 256 * KIB;
/// Bytes of one gRPC message to the directory: a publication, and what signs it.
pub const RPC_PUBLISH_BYTES: u32 = (KEY_PACKAGES_PER_PUBLISH + 1) * KEY_PACKAGE_BYTES + 64 * KIB;
/// Bytes of one gRPC message to the mailboxes: a letter, and what signs it.
pub const RPC_LETTER_BYTES: u32 = LETTER_BYTES + 64 * KIB;
/// Bytes of any other gRPC message to the relay: keys, hashes, signatures, a handle.
pub const RPC_SMALL_BYTES: u32 = 64 * KIB;
/// Entries of one page of `Read`.
pub const READ_ENTRIES: u32 = 512;
/// Bytes of payload in one page of `Read`.
pub const READ_BYTES: u32 = 4 * MIB;
/// Logs open on one stream.
pub const LOGS_PER_STREAM: u32 = 1_024;
/// Members of a space in the classical suite.
pub const MEMBERS: u32 = 2_000;
/// Leaves of a space in the post-quantum suite.
pub const MEMBERS_POST_QUANTUM: u32 = 150;
/// Adds in one commit.
pub const ADDS_PER_COMMIT: u32 = 32;
/// Single-use KeyPackages a device publishes, per suite.
pub const KEY_PACKAGES: u32 = 20;
/// KeyPackages of one publication (single-use and last resort).
pub const KEY_PACKAGES_PER_PUBLISH: u32 = 64;
/// Bytes of one KeyPackage.
pub const KEY_PACKAGE_BYTES: u32 = 16 * KIB;
/// Claims of one target's KeyPackages an hour.
pub const CLAIMS_PER_TARGET_HOUR: u32 = 120;
/// Claims by one caller an hour.
pub const CLAIMS_PER_CALLER_HOUR: u32 = 600;
/// Handles that one caller may look up an hour: as many as it may claim from.
pub const HANDLES_PER_CALLER_HOUR: u32 = 600;
/// Registrations that one token may try an hour: each tells whether a handle is taken.
pub const REGISTRATIONS_PER_TOKEN_HOUR: u32 = 20;
/// Requests of one connection a second, sustained.
pub const REQUESTS_PER_SECOND: u32 = 200;
/// Requests of one connection in one burst.
pub const REQUEST_BURST: u32 = 400;
/// Devices of one account.
pub const DEVICES_PER_ACCOUNT: u32 = 16;
/// Bytes of a handle in UTF-8.
pub const HANDLE_BYTES: u32 = 64;
/// Bytes of a space's title in UTF-8.
pub const TITLE_BYTES: u32 = 256;
/// Accounts that one message may name.
pub const MENTIONS: u32 = 64;
/// Files that one message may refer to.
pub const ATTACHED: u32 = 32;
/// Bytes of the reference to one of them.
pub const ATTACHED_REFERENCE_BYTES: u32 = 256;
/// Bytes of a reaction's sign in UTF-8: room for any emoji sequence, or a short word.
pub const REACTION_BYTES: u32 = 64;
/// Words of one search.
pub const QUERY_WORDS: u32 = 32;
/// Found things in one answer.
pub const FOUND: u32 = 1_000;
/// How far a sender's ratchet may jump forward.
pub const FORWARD_DISTANCE: u32 = 1_000;
/// How far out of order a sender's messages may arrive.
pub const OUT_OF_ORDER: u32 = 64;
/// Registration tokens made by one command.
pub const TOKENS_PER_CALL: u32 = 1_000;
/// How long past epochs' read keys, attachments, letters and stubs of refused devices are kept.
pub const CATCH_UP: Duration = Duration::from_hours(90 * 24);
/// How long each commit in a log that was founded as named needs a registered device's stamp.
pub const NAMED_FOR: Duration = Duration::from_hours(30 * 24);
/// How much longer a device stands for its commits there by its own clock: the relay counts whole days, and another
/// device set the time.
pub const NAMED_GRACE: Duration = Duration::from_hours(2 * 24);
/// How far a request's stamp may stand from the relay's clock.
pub const STAMP_SKEW: Duration = Duration::from_mins(5);
/// How long a registration token is good for, unless the operator says otherwise.
pub const TOKEN_LIFETIME: Duration = Duration::from_hours(7 * 24);
/// The longest an operator may make a registration token last.
pub const TOKEN_LIFETIME_MAX: Duration = Duration::from_hours(90 * 24);
/// How long a steward's request to close a space stands before it takes effect.
pub const REQUEST_STANDS: Duration = Duration::from_hours(7 * 24);
/// How long a member who was removed keeps the last epoch readable on its own device.
pub const REMOVED_EPOCH_KEPT: Duration = Duration::from_hours(7 * 24);
/// Age at which any device about to write turns the era.
pub const ERA_MAX_AGE: Duration = Duration::from_hours(7 * 24);
/// The least a space may set that age to: each turn is a commit that all members process.
pub const ERA_MAX_AGE_LEAST: Duration = Duration::from_hours(1);
/// The most a space may set that age to: a stolen era key opens records no longer than this.
pub const ERA_MAX_AGE_MOST: Duration = Duration::from_hours(365 * 24);
/// Age over which a claimed KeyPackage is refused.
pub const KEY_PACKAGE_AGE: Duration = Duration::from_hours(84 * 24);
/// Age at which a device publishes new KeyPackages in place of those that stand.
pub const KEY_PACKAGE_RENEWED: Duration = Duration::from_hours(42 * 24);
/// How far the clocks of who made a KeyPackage and who claims it may differ, the day it names included.
pub const KEY_PACKAGE_SKEW: Duration = Duration::from_hours(2 * 24);
/// How long a device keeps the private halves of KeyPackages that nobody used: until one claimed at the last moment
/// has led to a Welcome, and that has waited at the relay for its 90 days.
pub const KEY_PACKAGE_KEPT: Duration = Duration::from_hours(180 * 24);
/// Bytes of a file before it is sealed: 4 GiB.
pub const BLOB_BYTES: u64 = 4 << 30;
/// Bytes of a file as the relay stores it, sealed and padded.
pub const SEALED_BLOB_BYTES: u64 = 5 << 30;
/// Bytes of each piece in which a sealed file comes and goes, but for the last.
pub const BLOB_PIECE_BYTES: u32 = MIB;
/// Bytes of all files of one log, unless the operator says otherwise.
pub const BLOBS_PER_LOG_BYTES: u64 = 20 << 30;
/// Bytes of one gRPC message with a piece of a file.
pub const RPC_BLOB_BYTES: u32 = BLOB_PIECE_BYTES + 64 * KIB;
/// Bytes of a document whose text is read, so that it can be searched.
pub const DOCUMENT_BYTES: u64 = 128 << 20;
/// Bytes that the parts of such a document may unpack to.
pub const UNPACKED_BYTES: u64 = 256 << 20;
/// Bytes of text that are kept of it.
pub const FILE_TEXT_BYTES: usize = 4 << 20;
/// Signs of a document on one line.
pub const LINE_SIGNS: usize = 100_000;
/// Memory of the process that reads it.
pub const READING_MEMORY_BYTES: u64 = 1 << 30;
/// How long that process may compute.
pub const READING_CPU: Duration = Duration::from_secs(30);
/// How long it is waited for.
pub const READING: Duration = Duration::from_mins(2);
/// How long a file waits to be complete.
pub const UPLOAD_KEPT: Duration = Duration::from_hours(7 * 24);
