package io.tickgate.core.session;

import io.tickgate.core.broadcast.FrameParts;
import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.broadcast.SlowPolicy;
import io.tickgate.core.broadcast.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one session while its socket does not take everything, sorted by what may overtake what: answers, urgent
 * publications, everything else, the last word. Urgent ones get eight bytes of nine while others wait, so that none starve.
 *
 * <p>Within a topic nothing overtakes anything: an urgent publication takes with it what waits of its topic, and what comes
 * of that topic behind it stays behind it. So a topic's publications are all in one line at any time, but for those that
 * were in {@code first} when the session climbed.
 *
 * <p>Up to the low water the publications of all families stand in one line, as they came: to take them apart would cost
 * more than it gives. Above, each family has a line, which get their turns one after the other, and of each member of a
 * state family only the newest waits.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> that of {@link Ladder}. It is made when something waits, and is
 * forgotten when nothing does.
 */
final class Lanes {
    /** Bytes of urgent publications for one of the others. */
    private static final int URGENT_SHARE = 8;

    /** What leaves at least of the others when it is their turn beside urgent ones: a send each for less costs too much. */
    private static final int BESIDE_URGENT_BYTES = 4 << 10;

    /** What one family sends before the next has its turn. */
    private static final int SHARE_BYTES = 64 << 10;

    private final Backlog backlog;
    private final Outbox control = new Outbox();
    private final Outbox urgent = new Outbox();
    /** What came before the session was above the low water. */
    private final Outbox first = new Outbox();

    private Map<Integer, Outbox> families = Collections.emptyMap();
    private final List<Outbox> turns = new ArrayList<>(0);
    private final Outbox last = new Outbox();

    private Map<Topic, TopicCell> cells = Collections.emptyMap();
    /** Topics, and families as their numbers, whose publications stand in the urgent lane until it is empty. */
    private Set<Object> risen = Collections.emptySet();
    /** Families of which a page of newest values waits, which stands for any of the members. */
    private Set<Integer> paged = Collections.emptySet();

    /** The page of newest values that came last. */
    private @Nullable SharedRun page;

    private boolean climbed;
    /** Bytes of publications that may leave, and how many have. */
    private int allowed = Integer.MAX_VALUE;

    private int spent;
    private int turn;
    /** How many bytes of urgent publications have left, less eight for each byte of the others that left meanwhile. */
    private long credit;

    Lanes(Backlog backlog) {
        this.backlog = backlog;
    }

    boolean isEmpty() {
        return control.isEmpty() && isCalm() && last.isEmpty();
    }

    /** Whether no publication waits. */
    private boolean isCalm() {
        return urgent.isEmpty() && first.isEmpty() && turns.isEmpty();
    }

    boolean isClimbed() {
        return climbed;
    }

    /** An answer: ahead of every publication, behind every other answer. */
    void addControl(SharedRun answer) {
        control.add(answer);
    }

    /** A last word, behind everything. */
    void addLast(SharedRun word) {
        last.add(word);
    }

    /** Whether a page has not left; one more may wait then when it has, however much else does. */
    boolean isPageWaiting() {
        return page != null && !page.isEmpty();
    }

    /** Newest values of a family's members, between what came of them before and what comes behind. */
    void addPage(SharedRun page) {
        Topic family = page.topic();
        if (family != null) {
            int index = family.familyIndex();
            this.page = page;
            paged = Lazily.writable(paged);
            paged.add(index);
            cells.keySet().removeIf(topic -> topic.familyIndex() == index);
            if (risen.stream().anyMatch(each -> each instanceof Topic topic && topic.familyIndex() == index)) {
                raiseFamily(index);
            }
            lineOf(family).add(page);
        }
    }

    /** Publications, or what was missed of some. */
    void add(Waiting waiting) {
        if (waiting instanceof KeptFrames kept) {
            addFirm(kept.topic(), kept);
        } else if (waiting instanceof SharedRun run) {
            if (run.topic() != null) {
                addFirm(run.topic(), run);
            } else if (!climbed && !mustSort(run)) {
                first.add(run);
            } else {
                addEach(run);
                run.clear();
            }
        } else {
            throw new IllegalStateException("not to be added: " + waiting);
        }
    }

    private void addFirm(Topic topic, Waiting waiting) {
        // Nothing newer may take a place before it.
        cells.remove(topic);
        lineOf(topic).add(waiting);
    }

    private boolean mustSort(SharedRun run) {
        FrameParts parts = run.bytes().parts();
        return parts != null && (parts.anyUrgent() || !risen.isEmpty());
    }

    private void addEach(SharedRun run) {
        SharedBytes bytes = run.bytes();
        FrameParts parts = bytes.parts();
        if (parts == null) {
            throw new IllegalStateException("bytes of unknown publications");
        }
        int from = run.from();
        for (int i = parts.indexAt(from); from < run.to(); i++) {
            Topic topic = parts.topic(i);
            int end = parts.end(i);
            if (parts.isUrgent(i)) {
                raise(topic);
                cells.remove(topic);
                addRun(urgent, bytes, from, end);
            } else if (topic.isState() && !parts.mayConflate(i)) {
                // What came before it is not left out for it, nor it for what comes behind.
                cells.remove(topic);
                addRun(lineOf(topic), bytes, from, end);
            } else if (climbed && topic.isState()) {
                conflate(topic, bytes, parts, i);
            } else {
                addRun(lineOf(topic), bytes, from, end);
            }
            from = end;
        }
    }

    private void addRun(Outbox line, SharedBytes bytes, int from, int end) {
        if (!(line.last() instanceof SharedRun run) || !run.append(bytes, from, end)) {
            line.add(SharedRun.of(backlog, bytes, from, end));
        }
    }

    private void conflate(Topic topic, SharedBytes bytes, FrameParts parts, int index) {
        SharedBytes own = bytes.frame(index);
        SharedRun value = own != null
                ? SharedRun.firm(backlog, own, topic)
                : SharedRun.firm(backlog, bytes, parts.start(index), parts.end(index), topic);
        TopicCell cell = cells.get(topic);
        if (cell == null) {
            cells = Lazily.writable(cells);
            cell = new TopicCell(backlog, topic, cells);
            cells.put(topic, cell);
            lineOf(topic).add(cell);
        }
        cell.replace(value, parts.offset(index));
    }

    private Outbox lineOf(Topic topic) {
        if (!risen.isEmpty() && (risen.contains(topic) || risen.contains(topic.familyIndex()))) {
            return urgent;
        }
        if (!climbed) {
            return first;
        }
        Outbox line = families.get(topic.familyIndex());
        if (line == null) {
            line = new Outbox(topic.slowPolicy() == SlowPolicy.DROP_OLDEST);
            families = Lazily.writable(families);
            families.put(topic.familyIndex(), line);
            turns.add(line);
        }
        return line;
    }

    /** What waits of {@code topic}, and what will, stands in the urgent lane until that is empty. */
    private void raise(Topic topic) {
        int family = topic.familyIndex();
        if (risen.contains(topic) || risen.contains(family)) {
            return;
        }
        if (paged.contains(family)) {
            raiseFamily(family);
        } else {
            extract(other -> other == topic, family, urgent);
            risen = Lazily.writable(risen);
            risen.add(topic);
        }
    }

    private void raiseFamily(int family) {
        extract(topic -> topic.familyIndex() == family, family, urgent);
        risen = Lazily.writable(risen);
        risen.add(family);
    }

    private void extract(Predicate<Topic> wanted, int family, Outbox to) {
        cells.keySet().removeIf(wanted);
        first.extract(wanted, to);
        Outbox line = families.get(family);
        if (line != null) {
            line.extract(wanted, to);
            forgetIfEmpty(line);
        }
    }

    /** What waits of {@code topic}, and of its members, goes out ahead of the next answer, which speaks of what comes behind it. */
    void bringForward(Topic topic) {
        int family = topic.familyIndex();
        boolean whole = topic.family() == null || paged.contains(family);
        Predicate<Topic> wanted = whole ? other -> other.familyIndex() == family : other -> other == topic;
        Outbox forward = new Outbox();
        urgent.extract(wanted, forward);
        extract(wanted, family, forward);
        forward.drainTo(waiting -> {
            // It does not wait for what is allowed, but it counts.
            spent += waiting.length();
            control.add(waiting);
        });
        settle();
    }

    /** Gives up what waits of topics that nobody wants any more. */
    void drop(Predicate<Topic> unwanted) {
        Outbox dropped = new Outbox();
        cells.keySet().removeIf(unwanted);
        urgent.extract(unwanted, dropped);
        first.extract(unwanted, dropped);
        List.copyOf(turns).forEach(line -> {
            line.extract(unwanted, dropped);
            forgetIfEmpty(line);
        });
        dropped.clear();
        settle();
    }

    /** From now on each family has its line, and of states only the newest waits. */
    void climb() {
        climbed = true;
        Outbox before = new Outbox();
        first.extract(topic -> true, before);
        before.drainTo(waiting -> {
            if (waiting instanceof SharedRun run
                    && run.topic() != null
                    && paged.contains(run.topic().familyIndex())) {
                // Perhaps the page itself.
                addPage(run);
            } else {
                add(waiting);
            }
        });
    }

    /**
     * Drops the oldest publications of families that allow it, one after the other, while {@code isTooMuch}.
     *
     * @return whether any was
     */
    boolean dropOldest(BooleanSupplier isTooMuch) {
        boolean any = false;
        for (Outbox line : turns) {
            while (isTooMuch.getAsBoolean() && line.dropOldest(backlog)) {
                any = true;
            }
        }
        return any;
    }

    /** The line whose turn it is; null when nothing waits. */
    @Nullable
    Outbox next() {
        if (!control.isEmpty()) {
            return control;
        }
        if (allowed <= 0 && !isCalm()) {
            return null;
        }
        Outbox other = nextOfOthers();
        if (!urgent.isEmpty() && (other == null || credit < creditFor(other))) {
            return urgent;
        }
        return other != null ? other : last.isEmpty() ? null : last;
    }

    /** From now on {@code bytes} of publications may leave, and a frame that is begun with the last of them. */
    void allow(int bytes) {
        allowed = bytes;
    }

    /** Bytes of publications that have left since this was asked last. */
    int takeSpent() {
        int bytes = spent;
        spent = 0;
        return bytes;
    }

    /** Whether no answer waits. */
    boolean isAnswered() {
        return control.isEmpty();
    }

    private @Nullable Outbox nextOfOthers() {
        return !first.isEmpty() ? first : turns.isEmpty() ? null : turns.get(Math.floorMod(turn, turns.size()));
    }

    /** How much of what is urgent must have left before it is the turn of {@code other}. */
    private static long creditFor(Outbox other) {
        return (long) URGENT_SHARE * besideUrgent(other);
    }

    private static int besideUrgent(Outbox other) {
        return Math.max(BESIDE_URGENT_BYTES, other.firstLength());
    }

    /** The most that may leave at once of a line that others wait beside. */
    int shareOf(Outbox line, int bytesMax) {
        if (line == control || line == last) {
            return bytesMax;
        }
        int most = Math.min(bytesMax, allowed);
        Outbox other = nextOfOthers();
        if (line == urgent) {
            return other == null ? most : (int) Math.min(most, creditFor(other) - credit);
        }
        if (!urgent.isEmpty()) {
            return Math.min(most, besideUrgent(line));
        }
        return turns.size() > 1 ? Math.min(most, SHARE_BYTES) : most;
    }

    /** Of {@code line}, {@code bytes} have left. */
    void onSent(Outbox line, int bytes) {
        if (line != control && line != last) {
            allowed -= Math.min(allowed, bytes);
            spent += bytes;
        }
        if (line == urgent) {
            credit += bytes;
            backlog.onUrgentSent(bytes);
        } else if (line != control && line != last) {
            credit -= (long) URGENT_SHARE * bytes;
            backlog.onBulkSent(bytes);
            turn++;
        }
        forgetIfEmpty(line);
        settle();
    }

    private void forgetIfEmpty(Outbox line) {
        if (line.isEmpty() && turns.remove(line)) {
            families.values().remove(line);
        }
    }

    private void settle() {
        if (urgent.isEmpty()) {
            risen.clear();
            credit = 0;
        } else if (first.isEmpty() && turns.isEmpty()) {
            credit = 0;
        }
        if (isCalm()) {
            paged.clear();
        }
    }

    /** Gives up whatever waits. */
    void clear() {
        control.clear();
        urgent.clear();
        first.clear();
        turns.forEach(Outbox::clear);
        turns.clear();
        families.clear();
        last.clear();
        cells.clear();
        settle();
    }
}
