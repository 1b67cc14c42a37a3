// SPDX-License-Identifier: MIT OR Apache-2.0
//! The contract every back end keeps, as tests generic over the store.
//!
//! A back end says `toguna_store::store_contract!(fresh);`, where `fresh` is an async function that answers
//! `(Arc<S>, guard)`: an empty store, and whatever must outlive it (a temporary directory). The crate needs tokio
//! with `macros` and `rt-multi-thread` among its dev-dependencies.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "these are tests: they fail by panicking, in the process of whoever runs them"
)]

pub mod accounts;
pub mod blobs;
pub mod closing;
pub mod directory;
pub mod logs;
pub mod mailboxes;
pub mod model;
pub mod races;
pub mod retention;

mod sample;

/// Makes one `#[tokio::test]` of every case of the contract, on a store made by an async function that answers
/// `(Arc<S>, guard)`.
#[macro_export]
macro_rules! store_contract {
    ($fresh:ident) => {
        $crate::store_contract!(@cases $fresh, logs:
            a_commit_changes_keys_steward_and_join_in_one_step,
            a_commit_for_an_epoch_to_come_is_lost_without_a_winner,
            a_commit_is_not_taken_for_an_append,
            a_log_is_founded_once,
            a_log_that_is_named_says_until_which_day,
            a_losing_commit_learns_hash_and_place_of_the_winner,
            a_page_keeps_to_its_limits,
            a_past_key_opens_its_epoch_and_the_commits_after_it,
            a_repeated_commit_gets_its_first_answer,
            a_repeated_payload_keeps_its_place,
            a_repeated_payload_keeps_its_place_after_the_epoch_moved,
            a_span_covers_what_was_appended,
            a_watch_wakes_with_every_entry,
            an_append_for_an_epoch_to_come_is_stale,
            an_attachment_is_never_replaced,
            an_attachment_needs_its_token,
            an_unknown_log_takes_nothing,
            entries_come_back_as_they_were_appended,
            large_payloads_come_back_whole,
            the_chain_can_be_recomputed_from_any_page,
            the_same_bytes_in_another_class_are_another_entry,
        );
        $crate::store_contract!(@cases $fresh, races:
            a_hundred_commits_have_one_winner,
            appends_racing_a_commit_stand_before_it_or_are_stale,
            claims_racing_sixty_four_ways_share_nothing,
            concurrent_appends_leave_no_hole,
            concurrent_letters_leave_no_hole,
            concurrent_repeats_of_a_payload_have_one_place,
            sixty_four_accounts_racing_for_a_handle_have_one_winner,
            sixty_four_accounts_racing_for_a_token_have_one_winner,
        );
        $crate::store_contract!(@cases $fresh, retention:
            a_closed_store_answers_closed,
            a_payload_that_expired_keeps_its_place,
            attachments_and_past_keys_go_after_their_time,
            expired_payloads_become_stubs_and_the_chain_holds,
            letters_go_after_their_time,
            nothing_goes_before_its_time,
            tokens_go_after_their_time,
        );
        $crate::store_contract!(@cases $fresh, accounts:
            a_device_and_an_account_are_found,
            a_handle_belongs_to_one_account,
            a_redeemed_token_cannot_be_withdrawn,
            a_refused_registration_leaves_the_token_good,
            a_repeated_registration_answers_same,
            a_token_is_redeemed_once,
            a_withdrawn_token_is_worthless,
            an_account_or_device_is_made_once,
        );
        $crate::store_contract!(@cases $fresh, directory:
            a_claimed_key_package_published_again_is_not_claimed_again,
            a_key_package_published_twice_is_stored_once,
            nothing_published_is_nothing_claimed,
            replacing_drops_what_stood_before,
            single_use_key_packages_go_oldest_first_then_the_last_resort,
            suites_and_devices_have_their_own_stock,
        );
        $crate::store_contract!(@cases $fresh, mailboxes:
            a_full_mailbox_takes_no_more,
            a_letter_that_waits_is_stored_once,
            a_mailbox_of_nobody_takes_nothing,
            a_watch_wakes_with_every_letter,
            acknowledged_letters_are_gone_and_places_rise_on,
            letters_come_back_in_order,
        );
        $crate::store_contract!(@cases $fresh, blobs:
            a_deleted_file_is_gone,
            a_file_comes_back_as_it_came,
            a_file_is_begun_once,
            a_file_takes_its_next_piece_only,
            a_file_that_never_became_complete_goes,
            a_log_keeps_to_its_quota_of_files,
            pieces_that_race_are_stored_once,
        );
        $crate::store_contract!(@cases $fresh, closing:
            an_asked_for_file_goes_and_no_other,
            asked_for_messages_are_erased_and_nothing_else,
            messages_that_are_to_be_kept_after_all_stay,
            a_closed_log_keeps_only_stubs,
            a_withdrawn_request_closes_nothing,
        );
        $crate::store_contract!(@cases $fresh, model:
            a_random_walk_agrees_with_the_model,
        );
    };
    (@cases $fresh:ident, $area:ident: $($case:ident,)*) => {
        mod $area {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $case() {
                    let (store, _guard) = super::$fresh().await;
                    $crate::contract::$area::$case(store).await;
                }
            )*
        }
    };
}
