#include "engraving.h"

#include "keyname.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace klangraum {

namespace {

constexpr int kBarsPerSystem = 4;
constexpr qreal kSpace = 7.3; // between two lines of a staff; all lengths in the design's 920 x 324
constexpr qreal kLeft = 44, kRight = 884;

struct Staff
{
    qreal top = 0;
    int bottomStep = 30; // of the lowest line: E4
    qreal y(int step) const { return top + 4 * kSpace - (step - bottomStep) * kSpace / 2; }
};

struct Head
{
    int start = 0, length = 4; // sixteenths from the bar's beginning
    WrittenPitch pitch;
    bool up = true;
    bool showAccidental = false;
    qreal x = 0;
};

QPainterPath trebleClef()
{
    QPainterPath path({ 0.15, 0.7 });
    path.cubicTo(-0.6, 0.6, -0.5, -0.4, 0.25, -0.45);
    path.cubicTo(1.25, -0.5, 1.3, 1.0, 0.2, 1.05);
    path.cubicTo(-1.5, 1.05, -1.55, -0.8, -0.4, -1.8);
    path.cubicTo(0.5, -2.6, 0.85, -3.1, 0.75, -3.9);
    path.cubicTo(0.7, -4.7, 0.15, -4.6, 0.0, -3.7);
    path.cubicTo(-0.15, -2.8, 0.25, -0.8, 0.55, 1.7);
    path.cubicTo(0.65, 2.7, -0.4, 2.9, -0.6, 2.2);
    return path;
}

QPainterPath bassClef()
{
    QPainterPath path({ -0.9, 0.15 });
    path.cubicTo(-1.1, -1.2, 1.2, -1.4, 1.1, 0.4);
    path.cubicTo(1.05, 1.6, 0.1, 2.4, -1.0, 2.9);
    return path;
}

class Engraver
{
public:
    Engraver(QPainter *painter, const Score &score, const QColor &ink)
        : m_painter(painter)
        , m_score(score)
        , m_ink(ink)
        , m_key(estimateKey(score))
        , m_fifths(fifths(m_key))
    {
        if (!score.metres.empty()) {
            m_numerator = std::max(1, score.metres.front().numerator);
            m_denominator = std::max(1, score.metres.front().denominator);
        }
        m_barLength = std::clamp(m_numerator * 16 / m_denominator, 1, 64);
    }

    void paint(int systems)
    {
        const double sixteenth = std::max(1, m_score.ticksPerQuarter) / 4.0;
        const int bars = int(std::ceil(double(m_score.length) / sixteenth / m_barLength));
        for (int system = 0; system < systems && system * kBarsPerSystem < std::max(1, bars); ++system)
            paintSystem(system, sixteenth);
    }

private:
    void line(qreal x1, qreal y1, qreal x2, qreal y2, qreal width)
    {
        m_painter->setPen(QPen(m_ink, width, Qt::SolidLine, Qt::FlatCap));
        m_painter->drawLine(QPointF(x1, y1), QPointF(x2, y2));
    }

    void clef(const QPainterPath &path, qreal x, qreal y)
    {
        m_painter->save();
        m_painter->translate(x, y);
        m_painter->scale(kSpace, kSpace);
        m_painter->setBrush(Qt::NoBrush);
        m_painter->setPen(QPen(m_ink, 0.26, Qt::SolidLine, Qt::RoundCap));
        m_painter->drawPath(path);
        m_painter->restore();
    }

    void dot(qreal x, qreal y, qreal radius)
    {
        m_painter->setPen(Qt::NoPen);
        m_painter->setBrush(m_ink);
        m_painter->drawEllipse(QPointF(x, y), radius, radius);
    }

    void accidental(int kind, qreal x, qreal y)
    {
        if (kind > 0) {
            line(x - 1.4, y - 9, x - 1.4, y + 9.6, 1.1);
            line(x + 1.9, y - 9.6, x + 1.9, y + 9, 1.1);
            line(x - 4, y - 2, x + 4.4, y - 4.4, 2);
            line(x - 4, y + 4.2, x + 4.4, y + 1.8, 2);
        } else if (kind < 0) {
            line(x - 2, y - 12, x - 2, y + 5, 1.2);
            QPainterPath bowl({ x - 2, y - 2 });
            bowl.cubicTo(x + 3, y - 6, x + 5, y, x - 2, y + 5);
            m_painter->setPen(QPen(m_ink, 1.3));
            m_painter->setBrush(Qt::NoBrush);
            m_painter->drawPath(bowl);
        } else {
            line(x - 2.4, y - 10, x - 2.4, y + 4.4, 1.1);
            line(x + 2.2, y - 4.4, x + 2.2, y + 10, 1.1);
            line(x - 2.4, y - 2.4, x + 2.2, y - 4, 2);
            line(x - 2.4, y + 4, x + 2.2, y + 2.4, 2);
        }
    }

    // Steps of the signature's accidentals, in their order, for the treble staff.
    qreal signature(const Staff &staff, qreal x)
    {
        static const int sharps[] = { 38, 35, 39, 36, 33, 37, 34 }, flats[] = { 34, 37, 33, 36, 32, 35, 31 };
        const int shift = staff.bottomStep == 30 ? 0 : -14;
        for (int i = 0; i < std::abs(m_fifths); ++i, x += 9)
            accidental(m_fifths > 0 ? 1 : -1, x, staff.y((m_fifths > 0 ? sharps[i] : flats[i]) + shift));
        return x;
    }

    void paintSystem(int system, double sixteenth)
    {
        const qreal top = 38 + system * 145.5;
        const Staff staves[] = { { top, 30 }, { top + 75.5, 18 } };
        for (const Staff &staff : staves) {
            for (int i = 0; i < 5; ++i)
                line(kLeft, staff.top + i * kSpace, kRight, staff.top + i * kSpace, 0.8);
        }
        const qreal bottom = staves[1].top + 4 * kSpace;
        line(kLeft, top, kLeft, bottom, 1.2);
        line(kLeft - 6, top - 4, kLeft - 6, bottom + 4, 3);
        line(kLeft - 7, top - 4, kLeft - 1, top - 7, 1.6);
        line(kLeft - 7, bottom + 4, kLeft - 1, bottom + 7, 1.6);
        clef(trebleClef(), kLeft + 15, staves[0].y(32));
        clef(bassClef(), kLeft + 15, staves[1].y(24));
        dot(kLeft + 15 + 1.75 * kSpace, staves[1].y(25), 1.5);
        dot(kLeft + 15 + 1.75 * kSpace, staves[1].y(23), 1.5);
        qreal x = kLeft + 37;
        for (const Staff &staff : staves)
            x = std::max(x, signature(staff, kLeft + 37));
        if (system == 0) {
            QFont font(QStringLiteral("Inter"));
            font.setPixelSize(19);
            font.setWeight(QFont::Black);
            m_painter->setFont(font);
            m_painter->setPen(m_ink);
            for (const Staff &staff : staves) {
                const QRectF upper(x - 2, staff.top - 0.5, 24, 2 * kSpace),
                    lower(x - 2, staff.top + 2 * kSpace - 0.5, 24, 2 * kSpace);
                m_painter->drawText(upper, Qt::AlignCenter | Qt::TextDontClip, QString::number(m_numerator));
                m_painter->drawText(lower, Qt::AlignCenter | Qt::TextDontClip, QString::number(m_denominator));
            }
            x += 24;
        }
        const qreal barWidth = (kRight - x) / kBarsPerSystem;
        for (int bar = 0; bar < kBarsPerSystem; ++bar) {
            const qreal left = x + bar * barWidth;
            line(left + barWidth, top, left + barWidth, bottom, 1.2);
            for (int staff = 0; staff < 2; ++staff)
                paintBar(staves[staff], staff, system * kBarsPerSystem + bar, left, barWidth, sixteenth);
        }
    }

    // Upper staff: the first half of the voices, or what lies above middle C where there is one voice only.
    bool belongs(const Note &note, int staff) const
    {
        const int voices = std::max(1, int(m_score.voices.size()));
        const int wanted = voices == 1 ? (note.pitch >= 60 ? 0 : 1) : (note.voice * 2 / voices);
        return wanted == staff;
    }

    bool stemUp(const Note &note) const
    {
        const int voices = int(m_score.voices.size());
        return voices < 3 || note.voice % ((voices + 1) / 2) == 0;
    }

    void paintBar(const Staff &staff, int number, int bar, qreal left, qreal width, double sixteenth)
    {
        const int from = bar * m_barLength, to = from + m_barLength;
        std::map<int, std::vector<Head>> voices;
        std::map<int, int> written; // accidental in force by step
        std::vector<std::pair<int, Head>> heads;
        for (const Note &note : m_score.notes) {
            const int start = int(std::lround(double(note.start) / sixteenth)),
                      end = int(std::lround(double(note.end()) / sixteenth));
            if (start >= to || end <= from || end <= start || !belongs(note, number))
                continue;
            Head head;
            head.start = std::max(start, from) - from;
            head.length = std::min(end, to) - from - head.start;
            head.pitch = writtenPitch(note.pitch, m_fifths, m_key.minor);
            head.up = stemUp(note);
            head.x = left + 22 + head.start * (width - 30) / m_barLength;
            heads.emplace_back(note.voice, head);
        }
        std::ranges::stable_sort(heads, {}, [](const auto &entry) { return entry.second.start; });
        for (auto &[voice, head] : heads) {
            const int step = head.pitch.step;
            const int inForce = written.contains(step) ? written[step] : inSignature(step);
            head.showAccidental = inForce != head.pitch.accidental;
            written[step] = head.pitch.accidental;
            voices[voice].push_back(head);
        }
        for (auto &[voice, line] : voices)
            paintVoice(staff, line);
    }

    int inSignature(int step) const
    {
        static const int order[] = { 3, 0, 4, 1, 5, 2, 6 }; // F C G D A E B
        const int letter = ((step % 7) + 7) % 7;
        for (int i = 0; i < std::abs(m_fifths); ++i) {
            if ((m_fifths > 0 ? order[i] : order[6 - i]) == letter)
                return m_fifths > 0 ? 1 : -1;
        }
        return 0;
    }

    void paintVoice(const Staff &staff, const std::vector<Head> &heads)
    {
        for (size_t i = 0; i < heads.size();) {
            size_t end = i + 1; // beam: eighths and shorter within one beat
            while (heads[i].length < 4 && end < heads.size() && heads[end].length < 4 &&
                   heads[end].start / 4 == heads[i].start / 4)
                ++end;
            qreal level = heads[i].up ? 1e9 : -1e9;
            for (size_t j = i; j < end; ++j) {
                const qreal y = staff.y(heads[j].pitch.step);
                level = heads[i].up ? std::min(level, y - 3.3 * kSpace) : std::max(level, y + 3.3 * kSpace);
            }
            for (size_t j = i; j < end; ++j)
                paintHead(staff, heads[j], level);
            const qreal side = heads[i].up ? 4.2 : -4.2;
            const qreal thick = heads[i].up ? 1.8 : -1.8;
            if (end - i > 1)
                line(heads[i].x + side - 0.6, level + thick, heads[end - 1].x + side + 0.6, level + thick, 3.8);
            else if (heads[i].length < 4)
                line(heads[i].x + side, level + thick, heads[i].x + side + 6, level + 3 * thick, 2.4);
            i = end;
        }
    }

    void paintHead(const Staff &staff, const Head &head, qreal level)
    {
        const qreal y = staff.y(head.pitch.step);
        for (int step = staff.bottomStep - 2; step >= head.pitch.step; step -= 2)
            line(head.x - 8, staff.y(step), head.x + 8, staff.y(step), 0.9);
        for (int step = staff.bottomStep + 10; step <= head.pitch.step; step += 2)
            line(head.x - 8, staff.y(step), head.x + 8, staff.y(step), 0.9);
        if (head.showAccidental)
            accidental(head.pitch.accidental, head.x - 12, y);
        m_painter->save();
        m_painter->translate(head.x, y);
        m_painter->rotate(-20);
        const bool hollow = head.length >= 8;
        m_painter->setPen(hollow ? QPen(m_ink, 1.6) : QPen(Qt::NoPen));
        m_painter->setBrush(hollow ? QBrush(Qt::NoBrush) : QBrush(m_ink));
        const qreal rx = hollow ? 4.2 : 4.9, ry = hollow ? 2.8 : 3.5;
        m_painter->drawEllipse(QPointF(0, 0), rx, ry);
        m_painter->restore();
        if (head.length < 16)
            line(head.x + (head.up ? 4.2 : -4.2), y, head.x + (head.up ? 4.2 : -4.2), level, 1.2);
        if (head.length == 12 || head.length == 6 || head.length == 3)
            dot(head.x + 9, y - ((head.pitch.step - staff.bottomStep) % 2 == 0 ? kSpace / 2 : 0), 1.5);
    }

    QPainter *m_painter;
    const Score &m_score;
    QColor m_ink;
    KeyEstimate m_key;
    int m_fifths;
    int m_numerator = 4, m_denominator = 4, m_barLength = 16;
};

} // namespace

WrittenPitch writtenPitch(int pitch, int fifths, bool minor)
{
    // Along the line of fifths (C is 0, G 1, F -1) the twelve names nearest to the key.
    const int low = fifths - (minor ? 2 : 3);
    int name = (pitch * 7 % 12 + 12) % 12;
    while (name < low)
        name += 12;
    while (name > low + 11)
        name -= 12;
    static const int letters[] = { 3, 0, 4, 1, 5, 2, 6 }; // F C G D A E B
    const int accidental = int(std::floor((name + 1) / 7.0));
    const int letter = letters[((name + 1) % 7 + 7) % 7];
    const int octave = int(std::floor((pitch - accidental) / 12.0)) - 1;
    return { octave * 7 + letter, accidental };
}

void paintScore(QPainter *painter, const Score &score, QSizeF size, const QColor &ink, int systems)
{
    painter->save();
    painter->scale(size.width() / 920, size.height() / 324);
    Engraver(painter, score, ink).paint(systems);
    painter->restore();
}

} // namespace klangraum
