// AtomicFile: the new file whole or the old one untouched, on a full disk too, and nothing left behind.
#include "music/atomicfile.h"
#include "musictest.h"

#include <QtTest>

#include <csignal>
#include <filesystem>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace klangraum;
using namespace klangraum::test;
namespace fs = std::filesystem;

class TestAtomicFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void writesAndReplaces();
    void withoutCommitNothingChanges();
    void unreachableFolders();
    void readOnlyFolder();
    void devicesAndFoldersAreRefused();
    void linksAreFollowed();
    void modeIsKept();
    void limitReachedLikeAFullDisk();
    void fullDisk();
    void descriptorForLibraries();
    void reading();

private:
    fs::path path(const char *name) const { return fs::path(m_folder->path().toStdString()) / name; }
    std::string content(const fs::path &file) const
    {
        const auto bytes = readFile(file, 1 << 30);
        return { bytes.begin(), bytes.end() };
    }
    std::size_t files() const
    {
        const fs::directory_iterator all(m_folder->path().toStdString());
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestAtomicFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestAtomicFile::writesAndReplaces()
{
    writeFileAtomically(path("a.txt"), std::string_view("one"));
    QCOMPARE(content(path("a.txt")), std::string("one"));
    writeFileAtomically(path("a.txt"), std::string_view("a longer text"));
    QCOMPARE(content(path("a.txt")), std::string("a longer text"));
    writeFileAtomically(path("a.txt"), std::string_view(""));
    QCOMPARE(content(path("a.txt")), std::string());
    QCOMPARE(files(), std::size_t{ 1 });
    const std::string longName(240, 'n');
    writeFileAtomically(path(longName.c_str()), std::string_view("x"));
    QCOMPARE(content(path(longName.c_str())), std::string("x"));
}

void TestAtomicFile::withoutCommitNothingChanges()
{
    writeFileAtomically(path("a.txt"), std::string_view("old"));
    {
        AtomicFile file(path("a.txt"));
        file.write(std::string_view("half of the new"));
        QCOMPARE(content(path("a.txt")), std::string("old"));
        QCOMPARE(files(), std::size_t{ 2 });
    }
    QCOMPARE(content(path("a.txt")), std::string("old"));
    QCOMPARE(files(), std::size_t{ 1 });
}

void TestAtomicFile::unreachableFolders()
{
    writeFileAtomically(path("file"), std::string_view("x"));
    const std::string below = errorOf([&] { writeFileAtomically(path("file/a.txt"), std::string_view("x")); });
    QVERIFY(below.find("file/a.txt") != std::string::npos);
    QVERIFY(below.find("Not a directory") != std::string::npos);
    const std::string missing = errorOf([&] { writeFileAtomically(path("none/a.txt"), std::string_view("x")); });
    QVERIFY(missing.find("No such file or directory") != std::string::npos);
}

void TestAtomicFile::readOnlyFolder()
{
    if (::geteuid() == 0) {
        // Permissions do not bind root; no one may make files in /proc.
        const std::string error = errorOf([] { writeFileAtomically("/proc/klangraum.txt", std::string_view("x")); });
        QVERIFY(error.find("cannot write /proc/klangraum.txt") != std::string::npos);
        return;
    }
    fs::create_directory(path("locked"));
    writeFileAtomically(path("locked/a.txt"), std::string_view("old"));
    fs::permissions(path("locked"), fs::perms::owner_read | fs::perms::owner_exec);
    const std::string error = errorOf([&] { writeFileAtomically(path("locked/a.txt"), std::string_view("new")); });
    fs::permissions(path("locked"), fs::perms::owner_all);
    QVERIFY(error.find("Permission denied") != std::string::npos);
    QCOMPARE(content(path("locked/a.txt")), std::string("old"));
}

void TestAtomicFile::devicesAndFoldersAreRefused()
{
    QVERIFY(errorOf([&] { writeFileAtomically("/dev/null", std::string_view("x")); }).find("no regular file") !=
            std::string::npos);
    QVERIFY(fs::is_character_file("/dev/null"));
    fs::create_directory(path("folder"));
    QVERIFY(errorOf([&] { writeFileAtomically(path("folder"), std::string_view("x")); }).find("a folder") !=
            std::string::npos);
}

void TestAtomicFile::linksAreFollowed()
{
    fs::create_directory(path("elsewhere"));
    writeFileAtomically(path("elsewhere/target"), std::string_view("old"));
    fs::create_symlink(path("elsewhere/target"), path("link"));
    writeFileAtomically(path("link"), std::string_view("new"));
    QVERIFY(fs::is_symlink(path("link")));
    QCOMPARE(content(path("elsewhere/target")), std::string("new"));
}

void TestAtomicFile::modeIsKept()
{
    writeFileAtomically(path("a.txt"), std::string_view("old"));
    fs::permissions(path("a.txt"), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
    writeFileAtomically(path("a.txt"), std::string_view("new"));
    struct stat status
    {
    };
    QCOMPARE(::stat(path("a.txt").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777u, 0640u);
}

void TestAtomicFile::limitReachedLikeAFullDisk()
{
    writeFileAtomically(path("a.txt"), std::string_view("old"));
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{ 4096, before.rlim_max };
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const std::string error = errorOf([&] { writeFileAtomically(path("a.txt"), std::string(10'000, 'n')); });
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(error.find("a.txt") != std::string::npos);
    QVERIFY(error.find("File too large") != std::string::npos);
    QCOMPARE(content(path("a.txt")), std::string("old"));
    QCOMPARE(files(), std::size_t{ 1 });
}

void TestAtomicFile::fullDisk()
{
    fs::create_directory(path("disk"));
    if (::mount("klangraum", path("disk").c_str(), "tmpfs", 0, "size=16k") != 0)
        QSKIP("no right to mount a small disk here; limitReachedLikeAFullDisk covers the same path");
    writeFileAtomically(path("disk/a.txt"), std::string_view("old"));
    const std::string error = errorOf([&] { writeFileAtomically(path("disk/a.txt"), std::string(100'000, 'n')); });
    const std::string kept = content(path("disk/a.txt"));
    const auto left = std::distance(fs::directory_iterator(path("disk")), fs::directory_iterator());
    QCOMPARE(::umount(path("disk").c_str()), 0);
    QVERIFY(error.find("No space left on device; free some space") != std::string::npos);
    QCOMPARE(kept, std::string("old"));
    QCOMPARE(left, std::ptrdiff_t{ 1 });
}

void TestAtomicFile::descriptorForLibraries()
{
    AtomicFile file(path("a.bin"));
    QCOMPARE(::write(file.descriptor(), "abc", 3), ssize_t{ 3 });
    file.commit();
    QCOMPARE(content(path("a.bin")), std::string("abc"));
    QVERIFY(!errorOf([&] { file.write(std::string_view("more")); }).empty());
    QVERIFY(!errorOf([&] { file.commit(); }).empty());
}

void TestAtomicFile::reading()
{
    writeFileAtomically(path("a.txt"), std::string_view("12345"));
    QCOMPARE(readFile(path("a.txt"), 5).size(), std::size_t{ 5 });
    QVERIFY(errorOf([&] { (void)readFile(path("a.txt"), 4); }).find("5 bytes, expected at most 4") !=
            std::string::npos);
    QVERIFY(errorOf([&] { (void)readFile(path("b.txt"), 4); }).find("No such file") != std::string::npos);
    QVERIFY(errorOf([&] { (void)readFile(path("."), 4); }).find("a folder") != std::string::npos);
    QVERIFY(errorOf([&] { (void)readFile("/dev/zero", 4); }).find("no regular file") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestAtomicFile)
#include "test_atomicfile.moc"
