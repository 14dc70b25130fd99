"""Programs with a trust store of their own: what is taken for one, and what is not."""

import csv
from pathlib import Path

import pytest

from analyzer import knowledge
from analyzer.knowledge.programs import program_asking, program_named, programs
from analyzer.messages import en, is_known

FOLDER = Path(knowledge.__file__).parent


@pytest.mark.parametrize(
    ("app", "program"),
    [
        ("docker", "docker"), ("Docker Desktop", "docker"), ("docker pull", "docker"), ("sudo docker pull", "docker"),
        ("docker.exe", "docker"), ("docker-compose up", "docker"), ("podman build", "podman"),
        ("npm install", "npm"), ("npx", "npm"), ("pnpm", "pnpm"), ("yarn", "yarn"), ("yarn add react", "yarn"),
        ("Node", "node"), ("Node.js", "node"), ("node server.js", "node"), ("Node 22", "node"),
        ("pip", "pip"), ("pip install requests", "pip"), ("uv sync", "uv"), ("uv", "uv"), ("poetry install", "poetry"),
        ("Python", "python"), ("python3.12 main.py", "python"), ("python -m http.server", "python"),
        ("cargo build", "cargo"), ("go mod download", "go"), ("go get", "go"), ("Golang", "go"),
        ("git", "git"), ("git clone", "git"), ("Git for Windows", "git"), ("curl https://example.org", "curl"),
        ("wget", "wget"), ("terraform init", "terraform"), ("kubectl get pods", "kubectl"), ("helm", "helm"),
        ("helm repo add", "helm"), ("AWS CLI", "aws"), ("aws s3 ls", "aws"), ("gcloud", "gcloud"),
        ("Azure CLI", "az"), ("az login", "az"), ("WSL", "wsl"), ("WSL2 Ubuntu", "wsl"),
        ("java -jar app.jar", "java"), ("Java 17", "java"), ("mvn package", "maven"), ("Apache Maven", "maven"),
        ("gradle", "gradle"), ("IntelliJ IDEA", "intellij"), ("Minecraft", "minecraft"),
        ("VS Code", "vscode"), ("Visual Studio Code - Insiders", "vscode"), ("Electron", "electron"),
        ("Postman", "postman"), ("gem install rails", "ruby"), ("bundle install", "ruby"), ("RStudio", "r"),
        ("R CMD INSTALL", "r"), ("conda", "conda"), ("Anaconda Navigator", "conda"), ("brew install jq", "homebrew"),
        ("Homebrew", "homebrew"), ("Firefox", "mozilla"), ("Mozilla Firefox", "mozilla"), ("Thunderbird", "mozilla"),
        ("composer install", "php"), ("dotnet restore", "dotnet"), ("NuGet", "dotnet"),
        ("Android Studio", "android_studio"), ("Android Emulator", "android_emulator"),
    ],
)  # fmt: skip
def test_a_program_is_known_by_its_name_or_a_command(app, program):
    assert program_named(app) == program


@pytest.mark.parametrize(
    "app",
    [
        "", "PayPay", "Sky Go", "Pokémon GO", "Go Fish", "Java House", "Cafe Java", "R", "Toys R Us", "Node Video",
        "PiP Camera", "UV Index", "Helm CRM", "Maven Clinic", "Cargo Trucks", "Postman Pat", "Poetry Foundation",
        "Yarn Shop", "Curl Hair", "AWS Console", "Terraforming Mars", "Dockers", "GitHub", "Azure", "Brew", "Home Brew",
        "Bundle", "Gem Saga", "Python Hunt", "Minecraft Education", "WSL Surfing", "Ruby Tuesday", "Rust", "Eclipse Yoga",
        "Electron Cars", "Composer Pro", "com.sky.go",
    ],
)  # fmt: skip
def test_a_word_of_an_app_s_name_that_is_a_program_by_chance_is_none(app):
    assert program_named(app) == ""


def test_a_registry_tells_its_program_and_the_makers_pages_do_not():
    assert program_asking("registry-1.docker.io") == "docker"
    assert program_asking("files.pythonhosted.org") == "pip"
    assert program_asking("proxy.golang.org") == "go"
    for host in ("www.docker.com", "www.npmjs.com", "www.google.com", "golang.org", "python.org"):
        assert program_asking(host) == ""


def test_every_program_has_its_setting_and_a_name_that_people_read():
    assert programs() == set(en.PROGRAMS)
    assert [program for program in programs() if not is_known(f"trust_store_{program}")] == []


@pytest.mark.parametrize("table", ["own_trust_stores", "registries"])
def test_a_table_of_programs_is_sorted_and_has_no_name_twice(table):
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    names = [row[0] for row in rows]
    assert names == sorted(set(names))
    assert {tuple(row[-2:]) for row in rows} == {("own", "MIT")}
