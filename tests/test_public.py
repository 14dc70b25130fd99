"""What `import analyzer` gives."""

import subprocess
import sys

import analyzer


def test_all_names_are_there_and_no_others():
    assert sorted(analyzer.__all__) == sorted(analyzer._HOMES)
    for name in analyzer.__all__:
        assert getattr(analyzer, name).__doc__
    assert set(analyzer.__all__) <= set(dir(analyzer))


def test_an_unknown_name_is_an_attribute_error():
    assert not hasattr(analyzer, "frobnicate")


def test_help_on_find_is_enough_to_use_it():
    text = analyzer.find.__doc__
    for word in (
        "at:",
        "app:",
        "device:",
        "before:",
        "baseline:",
        "tz:",
        "weights:",
        "Returns:",
        "Raises:",
        "finding.candidates",
    ):
        assert word in text


def test_importing_the_package_alone_loads_nothing_heavy():
    script = "import sys, analyzer; print('pandas' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "False\n"
    )
