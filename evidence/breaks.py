"""What may break while people work, and the tests that break it: files, or single tests of them."""

BREAKS: dict[str, tuple[str, ...]] = {
    "The power fails: each connection waits for the disk": (
        "tests/pizazz/test_environment.py::test_every_sqlite_connection_is_durable",
    ),
    "The database is busy": (
        "tests/assessments/test_busy.py",
        "tests/accounts/operations/test_busy_commands.py",
        "tests/accounts/test_sign_in_busy.py",
    ),
    "The database is away, full, damaged or of another release": (
        "tests/pages/test_busy.py",
        "tests/pages/database/test_readiness.py",
    ),
    "Several hosts prepare one release at once": ("tests/accounts/operations/test_preparing.py",),
    "A copy is spoilt, cut or of another application": (
        "tests/accounts/operations/test_files.py",
        "tests/accounts/operations/test_restore.py",
    ),
    "Somebody was erased after the copy was made": (
        "tests/office/test_again.py",
        "tests/sharing/test_taking_out_again.py",
        "tests/accounts/operations/test_erased.py",
    ),
    "Somebody is erased while they save or sign in": ("tests/office/test_erasing_at_once.py",),
    "Two people write at once": (
        "tests/assessments/test_two_people.py",
        "tests/assessments/test_races.py",
    ),
    "One person has two tabs": ("tests/assessments/test_two_tabs.py",),
    "A form is pressed twice, or sent again after Back": (
        "tests/leaks/test_forms.py::test_pressed_twice_is_told_what_is_so",
        "tests/leaks/test_forms.py::test_sent_again_after_back_is_one_row",
    ),
    "The sign-in is over while somebody types": ("tests/accounts/test_kept_posts.py",),
    "The role is over while somebody types": ("tests/pages/test_own_words.py",),
    "The network is gone, or the browser reloads": (
        "tests/browser/site/test_saving.py",
        "tests/browser/site/test_stories.py::test_offline_is_said_and_made_good",
    ),
    "The post office is away": (
        "tests/accounts/test_letters.py",
        "tests/accounts/test_letters_together.py",
    ),
    "The provider of sign-ins is away": (
        "tests/accounts/test_single_sign_on.py::test_provider_that_is_away_is_said_so",
    ),
    "A PDF takes too long or too much, or its process is killed": (
        "tests/reports/printing/test_pdf_limits.py",
        "tests/reports/printing/test_queue.py",
    ),
    "The clocks change, or a day ends": (
        "tests/sharing/test_reading.py::test_it_ends_at_midnight_in_london",
        "tests/sharing/test_reading.py::test_it_ends_at_midnight_on_the_days_when_clocks_change",
    ),
}
