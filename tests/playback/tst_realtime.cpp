// The audio callback allocates nothing, frees nothing and takes no lock, whatever goes on around it: malloc and its
// family are interposed, and counted while the callback of this thread runs.
#include "music/error.h"
#include "playback/playercore.h"
#include "playback/synthesizer.h"
#include "testloops.h"
#include "testmusic.h"

#include <QtTest>

#include <atomic>
#include <cstdlib>
#include <dlfcn.h>
#include <pthread.h>
#include <thread>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KLANGRAUM_SANITIZED 1 // the sanitizer owns malloc
#else
#define KLANGRAUM_SANITIZED 0
#endif

namespace {

thread_local bool inCallback = false;
std::atomic<int> allocations{ 0 };
std::atomic<int> frees{ 0 };
std::atomic<int> locks{ 0 };

// A place for a debugger to stop at.
[[gnu::noinline]] void trapped(std::atomic<int> &counter)
{
    counter.fetch_add(1, std::memory_order_relaxed);
}

} // namespace

#if !KLANGRAUM_SANITIZED
// The dynamic linker resolves every library's malloc to these.
extern "C" {
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void __libc_free(void *);

void *malloc(size_t size)
{
    if (inCallback)
        trapped(allocations);
    return __libc_malloc(size);
}
void *calloc(size_t count, size_t size)
{
    if (inCallback)
        trapped(allocations);
    return __libc_calloc(count, size);
}
void *realloc(void *old, size_t size)
{
    if (inCallback)
        trapped(allocations);
    return __libc_realloc(old, size);
}
void *memalign(size_t alignment, size_t size)
{
    if (inCallback)
        trapped(allocations);
    return __libc_memalign(alignment, size);
}
void *aligned_alloc(size_t alignment, size_t size)
{
    if (inCallback)
        trapped(allocations);
    return __libc_memalign(alignment, size);
}
int posix_memalign(void **result, size_t alignment, size_t size)
{
    if (inCallback)
        trapped(allocations);
    *result = __libc_memalign(alignment, size);
    return *result ? 0 : ENOMEM;
}
void free(void *memory)
{
    if (inCallback && memory)
        trapped(frees);
    __libc_free(memory);
}
int pthread_mutex_lock(pthread_mutex_t *mutex) noexcept
{
    static const auto next = reinterpret_cast<int (*)(pthread_mutex_t *)>(dlsym(RTLD_NEXT, "pthread_mutex_lock"));
    if (inCallback)
        trapped(locks);
    return next(mutex);
}
}
#endif

using namespace klangraum;

class RealtimeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theTrapWorks();
    void callbackNeitherAllocatesNorLocks();
    void plansComeBack();
    void neverTwoAtOnce();
};

void RealtimeTest::initTestCase()
{
    try {
        Synthesizer::findSoundFont();
    } catch (const Error &error) {
        QSKIP(error.what());
    }
}

void RealtimeTest::theTrapWorks()
{
    if (KLANGRAUM_SANITIZED)
        QSKIP("the sanitizer owns malloc");
    allocations = 0;
    frees = 0;
    inCallback = true;
    auto *value = new std::vector<int>(1000);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    delete value;
    inCallback = false;
    QVERIFY(allocations >= 1);
    QVERIFY(frees >= 1);
}

void RealtimeTest::callbackNeitherAllocatesNorLocks()
{
    if (KLANGRAUM_SANITIZED)
        QSKIP("the sanitizer owns malloc");
    PlayerCore core(std::make_unique<Synthesizer>(), 48000, 0.8);
    core.setMidiOut(true);
    core.record(2);
    allocations = frees = locks = 0;
    std::mt19937 random(1);
    std::vector<HeardEvent> heard;
    std::vector<float> block(2 * 1024);
    TimedEvent event;
    std::size_t notes = 0;
    core.setPlaying(true);
    std::uint64_t serial = 0;
    for (int i = 0; i < 6000; ++i) { // half a minute
        if (random() % 3 == 0) {
            const auto from = static_cast<Tick>(core.state().tick) / 1920 * 1920;
            auto plan =
                std::make_unique<Plan>(test::plan(test::randomNotes(random, from, from + 7680), from + 7680, ++serial));
            plan->tempi = random() % 20 == 0 ? std::vector<TempoChange>{ { from, 100.0 } } : std::vector<TempoChange>{};
            plan->voices = random() % 10 == 0 ? std::vector<PlanVoice>{ { 48, false }, { 0, true }, { 19, false } }
                                              : std::vector<PlanVoice>{};
            plan->atNextBar = random() % 30 == 0;
            if (random() % 2 == 0) { // a loop, whole or not
                const std::size_t frames = 20000 + random() % 30000;
                auto loop = std::make_shared<Loop>(serial, 48000, frames, 4);
                loop->begin(random() % frames);
                loop->publish(random() % 3 == 0 ? random() % frames : frames);
                plan->notes.clear();
                plan->loop = loop;
                plan->end = random() % 4 == 0 ? plan->end : kForever;
            }
            core.postPlan(std::move(plan));
        }
        if (random() % 10 == 0)
            core.setTempo(40.0 + static_cast<double>(random() % 160));
        if (random() % 20 == 0)
            core.setProgram(static_cast<int>(random() % 5) - 1, static_cast<int>(random() % 128));
        if (random() % 50 == 0)
            core.setPlaying(random() % 4 != 0);
        if (random() % 30 == 0)
            core.setVoiceMuted(static_cast<int>(random() % 4), random() % 2 == 0);
        if (random() % 10 == 0)
            core.setGain(static_cast<double>(random() % 100) / 100.0);
        if (random() % 4 == 0)
            core.postVisitorNote(
                { static_cast<std::uint8_t>(random() % 128), static_cast<std::uint8_t>(random() % 2 * 90) });
        if (random() % 200 == 0)
            core.endVisitorNotes();
        const auto frames = static_cast<std::uint32_t>(random() % 5 == 0 ? 1 + random() % 1024 : 256);
        inCallback = true;
        core.render(block.data(), frames, false, 256);
        inCallback = false;
        heard.clear();
        core.drainHeard(heard);
        notes += heard.size();
        while (core.takeMidiOut(event)) { }
        core.collectGarbage();
    }
    QVERIFY(notes > 1000);
    QCOMPARE(allocations.load(), 0);
    QCOMPARE(frees.load(), 0);
    QCOMPARE(locks.load(), 0);
    QCOMPARE(core.lostHeard(), std::uint64_t(0));
}

void RealtimeTest::plansComeBack()
{
    PlayerCore core(std::make_unique<SilentInstrument>(), 48000);
    std::vector<float> block(512);
    // Without a callback the queue fills and then refuses, without leaking.
    std::size_t taken = 0;
    for (int i = 0; i < 10000; ++i)
        taken += core.postPlan(std::make_unique<Plan>(test::plan({ test::note(0, 480, 60) }, 480))) ? 1 : 0;
    QVERIFY(taken > 10 && taken < 10000);
    QCOMPARE(core.plansUnderWay(), taken);
    core.setPlaying(true);
    core.render(block.data(), 256, false);
    core.collectGarbage();
    QCOMPARE(core.plansUnderWay(), std::size_t(1)); // the one in effect
    QVERIFY(core.postPlan(std::make_unique<Plan>()));
    QVERIFY(!core.postPlan(nullptr));
    // Events that nobody drains are counted, not waited for.
    for (int i = 0; i < 20000; ++i) {
        core.setVoiceMuted(0, i % 2 == 0);
        core.setProgram(-1, i % 128);
        core.render(block.data(), 16, false);
    }
    QVERIFY(core.lostHeard() > 0);
}

void RealtimeTest::neverTwoAtOnce()
{
    PlayerCore core(std::make_unique<Synthesizer>(), 48000);
    core.postPlan(std::make_unique<Plan>(test::plan({ test::note(0, 48000, 60) }, 48000)));
    core.setPlaying(true);
    std::atomic<std::uint64_t> rendered{ 0 };
    const auto work = [&] {
        std::vector<float> block(2 * 64);
        for (int i = 0; i < 2000; ++i) {
            core.render(block.data(), 64, false);
            ++rendered;
        }
    };
    std::thread a(work), b(work);
    a.join();
    b.join();
    const TransportState state = core.state();
    QCOMPARE(state.frame / 64 + state.silentBlocks, rendered.load());
}

QTEST_GUILESS_MAIN(RealtimeTest)
#include "tst_realtime.moc"
