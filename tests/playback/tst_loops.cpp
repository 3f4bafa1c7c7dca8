// Loops in the player: without a seam, in time, without clicks, and never what is not there yet.
#include "music/error.h"
#include "playback/loopfill.h"
#include "playback/performancelog.h"
#include "testloops.h"
#include "testmusic.h"

#include <QtTest>

using namespace klangraum;
using namespace klangraum::test;
using Kind = HeardEvent::Kind;

namespace {

constexpr std::size_t kFrames = 96000; // two seconds, four beats at 120
constexpr int kBeats = 4;
constexpr std::size_t kFade = 1200; // LoopVoice::kFadeSeconds at 48 kHz

} // namespace

class LoopsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesAroundWithoutASeam();
    void resamplingCloses();
    void partsMakeTheWhole();
    void badPartsAreRefused();
    void fadesOverAtTheBeat();
    void fadesOverAtOnce();
    void noFadeClicks();
    void whatIsNotThereIsNotPlayed();
    void theLoopBeforeGoesOn();
    void stylesChangeBothWays();
    void pauseAndPlay();
    void blocksDoNotMatter();
    void tempoIsTheLoops();
    void recordsWhatIsHeard();
    void loopsComeBack();
};

void LoopsTest::goesAroundWithoutASeam()
{
    const std::vector<float> samples = drumLoop(kFrames, kBeats);
    LoopStage stage;
    stage.core.postPlan(loopPlan(wholeLoop(1, samples, kBeats), 1));
    stage.core.setPlaying(true);
    const std::vector<float> out = stage.run(5 * kFrames / 2);
    for (std::size_t i = kFade; i < out.size(); ++i)
        QCOMPARE(out[i], LoopVoice::kLevel * samples[i % kFrames]);
    QCOMPARE(stage.core.state().quartersPerMinute, 120.0);
}

void LoopsTest::resamplingCloses()
{
    // A tone that goes around whole times is that tone at any rate, at the seam too.
    constexpr std::size_t kNative = 44177;
    for (const double rate : { 48000.0, 44100.0, 22050.0, 16000.0 }) {
        std::vector<float> native(kNative);
        for (std::size_t i = 0; i < kNative; ++i)
            native[i] = static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * 4001.0 * double(i) / kNative));
        LoopFill fill(1, kNative, 22050, 4, rate);
        fill.add(0, native);
        const Loop &loop = *fill.loop();
        QVERIFY(loop.whole());
        double worst = 0;
        for (std::size_t i = 0; i < loop.frames(); ++i) {
            const double expected = 0.5 * std::sin(2 * std::numbers::pi * 4001.0 * double(i) / double(loop.frames()));
            worst = std::max(worst, std::abs(double(loop.left(i)) - expected));
        }
        QVERIFY2(worst < 2e-4, qPrintable(QString("%1 at %2 Hz").arg(worst).arg(rate)));
    }
}

void LoopsTest::partsMakeTheWhole()
{
    const std::vector<float> native = drumLoop(22050, kBeats, 3);
    LoopFill whole(1, native.size(), 22050, kBeats, 48000);
    whole.add(0, native);
    std::mt19937 random(3);
    for (int round = 0; round < 20; ++round) {
        LoopFill fill(2, native.size(), 22050, kBeats, 48000);
        std::size_t at = random() % native.size(), left = native.size(), ready = 0;
        while (left > 0) {
            const std::size_t count =
                std::min({ left, native.size() - at, static_cast<std::size_t>(1 + random() % 6000) });
            fill.add(at, std::span(native).subspan(at, count));
            left -= count;
            at = (at + count) % native.size();
            const Loop &loop = *fill.loop();
            QVERIFY(loop.ready() >= ready);
            for (; ready < loop.ready(); ++ready) {
                const std::size_t frame = (loop.from() + ready) % loop.frames();
                QVERIFY(loop.covers(frame, 1));
                QCOMPARE(loop.left(frame), whole.loop()->left(frame));
            }
            if (!loop.whole())
                QVERIFY(!loop.covers((loop.from() + ready) % loop.frames(), 1));
        }
        QVERIFY(fill.loop()->whole());
        const LoopFill other = fill.at(44100, 3);
        QVERIFY(other.whole() && other.loop()->sampleRate() == 44100 && other.loop()->frames() == 44100);
    }
}

void LoopsTest::badPartsAreRefused()
{
    LoopFill fill(1, 1000, 22050, 4, 48000);
    const std::vector<float> some(100, 0.1F);
    fill.add(950, std::span(some).first(50));
    QVERIFY_THROWS_EXCEPTION(Error, fill.add(10, some)); // a hole
    QVERIFY_THROWS_EXCEPTION(Error, fill.add(950, some)); // again
    fill.add(0, some);
    std::vector<float> broken = some;
    broken[40] = std::numeric_limits<float>::quiet_NaN();
    QVERIFY_THROWS_EXCEPTION(Error, fill.add(100, broken));
    QVERIFY_THROWS_EXCEPTION(Error, fill.add(100, std::vector<float>(900, 0.F))); // over where it began
    fill.add(100, std::vector<float>(850, 0.F));
    QVERIFY(fill.whole());
}

void LoopsTest::fadesOverAtTheBeat()
{
    const std::vector<float> a = drumLoop(kFrames, kBeats), b = drumLoop(kFrames, kBeats, 7);
    LoopStage stage;
    stage.core.postPlan(loopPlan(wholeLoop(1, a, kBeats), 1));
    stage.core.setPlaying(true);
    const std::size_t beat = kFrames / kBeats;
    std::vector<float> out = stage.run(kFrames + beat / 3);
    stage.core.postPlan(loopPlan(wholeLoop(2, b, kBeats), 2));
    const std::vector<float> more = stage.run(kFrames);
    out.insert(out.end(), more.begin(), more.end());
    const std::size_t at = kFrames + beat;
    for (std::size_t i = kFade; i < out.size(); ++i) {
        const std::size_t frame = i % kFrames;
        if (i <= at)
            QCOMPARE(out[i], LoopVoice::kLevel * a[frame]);
        else if (i > at + kFade)
            QCOMPARE(out[i], LoopVoice::kLevel * b[frame]);
        else if (i == at + kFade / 2) // equal power: both at 0.707
            QVERIFY(std::abs(out[i] - LoopVoice::kLevel * 0.70711F * (a[frame] + b[frame])) < 1e-4F);
    }
    QCOMPARE(stage.core.state().planSwitchTick, 5.0 * 480);
}

void LoopsTest::fadesOverAtOnce()
{
    LoopStage stage;
    stage.core.postPlan(loopPlan(wholeLoop(1, drumLoop(kFrames, kBeats), kBeats), 1));
    stage.core.setPlaying(true);
    stage.run(30000);
    stage.core.postPlan(loopPlan(wholeLoop(2, drumLoop(kFrames, kBeats, 5), kBeats), 2, 1));
    stage.run(256);
    QVERIFY(std::abs(stage.core.state().planSwitchTick - 30000 / 50.0) <= 1);
}

// Whatever the times of switching, pausing and duck: never a larger step than the sound itself and its fades take.
void LoopsTest::noFadeClicks()
{
    std::mt19937 random(11);
    LoopStage stage;
    stage.core.postPlan(loopPlan(wholeLoop(1, drumLoop(kFrames, kBeats), kBeats), 1));
    stage.core.setPlaying(true);
    double steepest = 0;
    for (int colour = 0; colour < 9; ++colour)
        steepest = std::max(steepest, largestJump(drumLoop(kFrames, kBeats, colour)));
    std::vector<float> out;
    for (int i = 0; i < 4000; ++i) {
        if (random() % 8 == 0)
            stage.core.postPlan(loopPlan(wholeLoop(2, drumLoop(kFrames, kBeats, int(random() % 9)), kBeats),
                                         static_cast<std::uint64_t>(i + 2), random() % 2 ? 480 : 1));
        if (random() % 100 == 0)
            stage.core.setPlaying(random() % 3 != 0);
        const std::vector<float> more = stage.run(1 + random() % 700);
        out.insert(out.end(), more.begin(), more.end());
    }
    // Two loops in a fade, and the fade's own slope (the quick one of a beginning).
    const double bound = LoopVoice::kLevel * (2 * steepest + 8 * 0.8 * std::numbers::pi / 2 / kFade);
    QVERIFY2(largestJump(out) < bound, qPrintable(QString("%1, bound %2").arg(largestJump(out)).arg(bound)));
}

void LoopsTest::whatIsNotThereIsNotPlayed()
{
    constexpr float kPoison = 100.0F;
    const std::vector<float> a = drumLoop(kFrames, kBeats);
    LoopStage stage;
    stage.core.postPlan(loopPlan(wholeLoop(1, a, kBeats), 1));
    stage.core.setPlaying(true);
    const std::size_t beat = kFrames / kBeats;
    stage.run(beat / 2);

    // The new loop is there from the third beat on only: the second passes with the old one.
    auto late = std::make_shared<Loop>(2, 48000, kFrames, kBeats);
    late->begin(2 * beat);
    late->write(0, std::vector<float>(kFrames, kPoison));
    const std::vector<float> b = drumLoop(kFrames, kBeats, 7);
    late->write(2 * beat, std::span(b).subspan(2 * beat, beat / 2));
    late->publish(beat / 2);
    stage.core.postPlan(loopPlan(late, 2));
    std::vector<float> out = stage.run(2 * beat);
    QCOMPARE(stage.core.state().planSwitchTick, 2.0 * 480);
    // Then it has only half a beat: the old loop takes over again before that has run out.
    const std::vector<float> more = stage.run(3 * kFrames);
    out.insert(out.end(), more.begin(), more.end());
    for (const float sample : out)
        QVERIFY(std::abs(sample) < 1.0F);
    // Once around, the half beat is played again.
    QVERIFY(stage.core.state().starvations >= 1);
    // When its parts have come, it goes on.
    late->write(0, b);
    late->publish(kFrames);
    stage.run(2 * kFade);
    const std::uint64_t frame = stage.core.state().frame;
    const std::vector<float> rest = stage.run(1000);
    for (std::size_t i = 0; i < rest.size(); ++i)
        QCOMPARE(rest[i], LoopVoice::kLevel * b[(frame + i) % kFrames]);
}

void LoopsTest::theLoopBeforeGoesOn()
{
    const std::vector<float> a = drumLoop(kFrames, kBeats);
    LoopStage stage;
    stage.core.postPlan(loopPlan(wholeLoop(1, a, kBeats), 1));
    stage.core.setPlaying(true);
    const std::size_t beat = kFrames / kBeats;
    stage.run(beat / 2);
    auto partial = std::make_shared<Loop>(2, 48000, kFrames, kBeats);
    partial->begin(beat);
    partial->publish(beat / 2); // silence
    stage.core.postPlan(loopPlan(partial, 2));
    stage.run(beat / 2 + beat / 2 + 2 * kFade);
    const std::uint64_t frame = stage.core.state().frame;
    const std::vector<float> out = stage.run(1000);
    for (std::size_t i = 0; i < out.size(); ++i)
        QCOMPARE(out[i], LoopVoice::kLevel * a[(frame + i) % kFrames]);
    QCOMPARE(stage.core.state().starvations, std::uint64_t(1));
}

void LoopsTest::stylesChangeBothWays()
{
    LoopStage stage;
    stage.core.postPlan(std::make_unique<Plan>(plan({ note(0, 96000, 60) }, 96000)));
    stage.core.setTempo(120);
    stage.core.setPlaying(true);
    stage.run(50000);
    auto change = loopPlan(wholeLoop(1, drumLoop(kFrames, kBeats), kBeats), 2);
    change->atNextBar = true;
    change->loopOrigin = 1920;
    stage.core.postPlan(std::move(change));
    const std::vector<float> before = stage.run(kFrames - 50000);
    QCOMPARE(*std::max_element(before.begin(), before.end()), 0.0F);
    stage.run(kFrames / 2);
    auto back = std::make_unique<Plan>(plan({ note(1920, 96000, 62) }, 96000, 3));
    back->atNextBar = true;
    back->tempi = { { 3840, 90.0 } };
    stage.core.postPlan(std::move(back));
    stage.run(kFrames / 2 + 2 * kFade);
    const std::vector<float> after = stage.run(2000);
    QCOMPARE(*std::max_element(after.begin(), after.end()), 0.0F);
    stage.core.setPlaying(false);
    stage.run(256);

    std::vector<std::pair<Kind, double>> seen;
    for (const HeardEvent &event : stage.heard) {
        if (event.kind == Kind::NoteOn || event.kind == Kind::NoteOff || event.kind == Kind::Loop)
            seen.emplace_back(event.kind, std::round(event.tick));
    }
    const double end = std::round(stage.core.state().tick);
    QCOMPARE(seen,
             (std::vector<std::pair<Kind, double>>{ { Kind::NoteOn, 0 },
                                                    { Kind::NoteOff, 1920 },
                                                    { Kind::Loop, 1920 },
                                                    { Kind::NoteOn, 3840 },
                                                    { Kind::Loop, 3840 },
                                                    { Kind::NoteOff, end } }));
    QCOMPARE(stage.core.state().quartersPerMinute, 90.0);
}

void LoopsTest::pauseAndPlay()
{
    const std::vector<float> a = drumLoop(kFrames, kBeats);
    LoopStage stage;
    stage.core.postPlan(loopPlan(wholeLoop(1, a, kBeats), 1));
    stage.core.setPlaying(true);
    stage.run(30000);
    stage.core.setPlaying(false);
    stage.run(2 * kFade);
    const std::vector<float> silence = stage.run(5000);
    QCOMPARE(*std::max_element(silence.begin(), silence.end()), 0.0F);
    stage.core.setPlaying(true);
    const std::vector<float> out = stage.run(kFrames);
    for (std::size_t i = kFade; i < out.size(); ++i)
        QCOMPARE(out[i], LoopVoice::kLevel * a[(30000 + i) % kFrames]);
}

void LoopsTest::blocksDoNotMatter()
{
    const auto play = [](std::uint32_t block) {
        LoopStage stage;
        stage.core.postPlan(loopPlan(wholeLoop(1, drumLoop(kFrames - 7, kBeats), kBeats), 1));
        stage.core.setPlaying(true);
        std::vector<float> out = stage.run(30720, block);
        stage.core.postPlan(loopPlan(wholeLoop(2, drumLoop(kFrames + 5001, kBeats, 4), kBeats), 2));
        const std::vector<float> more = stage.run(200000, block);
        out.insert(out.end(), more.begin(), more.end());
        return out;
    };
    const std::vector<float> out = play(256);
    QCOMPARE(play(64), out);
    QCOMPARE(play(1024), out);
}

void LoopsTest::tempoIsTheLoops()
{
    LoopStage stage;
    stage.core.postPlan(loopPlan(wholeLoop(1, drumLoop(kFrames, kBeats), kBeats), 1));
    stage.core.setPlaying(true);
    stage.run(1000);
    stage.core.setTempo(80);
    stage.run(1000);
    QCOMPARE(stage.core.state().quartersPerMinute, 120.0);
    // Minutes later, tick and frame of the loop still agree.
    auto faster = loopPlan(wholeLoop(2, drumLoop(77777, kBeats), kBeats), 2);
    stage.core.postPlan(std::move(faster));
    for (int i = 0; i < 60; ++i)
        stage.run(48000 * 2, 4096);
    const TransportState state = stage.core.state();
    const double turns = double(state.frame - state.planSwitchFrame) / 77777.0;
    QVERIFY(std::abs((state.tick - state.planSwitchTick) / (kBeats * 480.0) - turns) < 1e-6 + 1.0 / 77777);
}

void LoopsTest::recordsWhatIsHeard()
{
    LoopStage stage;
    stage.core.record(20);
    PerformanceLog log;
    stage.core.postPlan(loopPlan(wholeLoop(1, drumLoop(kFrames, kBeats), kBeats), 1));
    stage.core.setPlaying(true);
    std::vector<float> out = stage.run(kFrames + 1000);
    stage.core.postPlan(loopPlan(wholeLoop(2, drumLoop(kFrames, kBeats, 5), kBeats), 2));
    std::vector<float> more = stage.run(kFrames);
    out.insert(out.end(), more.begin(), more.end());
    stage.core.setPlaying(false);
    stage.run(48000); // a pause is not kept
    stage.core.setPlaying(true);
    more = stage.run(kFrames);
    for (const HeardEvent &event : stage.heard)
        log.add(event);
    const auto now = static_cast<Tick>(stage.core.state().tick);
    const PerformanceLog::Frames all = log.recorded(0, now);
    QCOMPARE(all.from, std::uint64_t(0));
    const auto paused = all.to - (out.size() + more.size());
    QVERIFY(paused >= kFade && paused < kFade + 512); // the fade-out is
    const PerformanceLog::Frames bar = log.recorded(1920, 3840);
    QCOMPARE(bar.from, std::uint64_t(kFrames));
    QCOMPARE(bar.to, std::uint64_t(2 * kFrames));
    const std::vector<float> kept = stage.core.recorder()->read(bar.from, bar.to);
    QCOMPARE(kept.size(), 2 * kFrames);
    for (std::size_t i = 0; i < kFrames; ++i)
        QCOMPARE(kept[2 * i], out[kFrames + i]);
    // More than fits: the newest.
    SoundRecorder small(1000);
    std::vector<float> block(2 * 500);
    for (int i = 0; i < 100; ++i) {
        std::fill(block.begin(), block.end(), float(i));
        small.write(block.data(), 500);
    }
    const std::vector<float> rest = small.read(0, 50000);
    QVERIFY(rest.size() >= 2 * 1000 && rest.back() == 99.0F);
    small.forget();
    QVERIFY(small.read(0, 50000).empty());
}

void LoopsTest::loopsComeBack()
{
    LoopStage stage;
    stage.core.setPlaying(true);
    std::vector<std::weak_ptr<Loop>> loops;
    for (int i = 0; i < 50; ++i) {
        auto loop = wholeLoop(static_cast<std::uint64_t>(i + 1), drumLoop(kFrames, kBeats), kBeats);
        loops.push_back(loop);
        stage.core.postPlan(loopPlan(loop, static_cast<std::uint64_t>(i + 1), 1));
        loop.reset();
        stage.run(2000);
        stage.core.collectGarbage();
    }
    stage.run(5000);
    stage.core.collectGarbage();
    QCOMPARE(stage.core.plansUnderWay(), std::size_t(1));
    const auto alive = std::count_if(loops.begin(), loops.end(), [](const auto &loop) { return !loop.expired(); });
    QCOMPARE(alive, std::ptrdiff_t(1));
}

QTEST_GUILESS_MAIN(LoopsTest)
#include "tst_loops.moc"
