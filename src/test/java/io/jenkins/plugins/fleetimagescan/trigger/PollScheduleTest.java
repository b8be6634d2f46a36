package io.jenkins.plugins.fleetimagescan.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.After;
import org.junit.Test;

public class PollScheduleTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private PollSchedule<String> schedule = open(4, 1, (key, regular) -> done.add(key + (regular ? "" : "!")));

    private PollSchedule<String> open(int threads, int reserved, PollSchedule.Work<String> work) {
        PollSchedule<String> created = new PollSchedule<>(threads, reserved, nanos::get, work);
        created.open();
        return created;
    }

    @After
    public void close() {
        schedule.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        schedule.nudge();
    }

    private void settle() throws InterruptedException {
        for (int i = 0; i < 1_000 && !schedule.isIdle(); i++) {
            Thread.sleep(5);
        }
        assertThat(schedule.isIdle()).isTrue();
    }

    @Test
    public void worksWhenDueAndNotBefore() throws Exception {
        schedule.schedule("a", MINUTE);
        schedule.schedule("b", MINUTE.multipliedBy(2));
        pass(MINUTE.minusNanos(1));
        settle();
        assertThat(done).isEmpty();
        pass(Duration.ofNanos(1));
        settle();
        assertThat(done).containsExactly("a");
        pass(MINUTE);
        settle();
        assertThat(done).containsExactly("a", "b");
        pass(MINUTE.multipliedBy(100));
        settle();
        assertThat(done).as("once, unless it is scheduled again").hasSize(2);
    }

    @Test
    public void hintsCoalesceAndKeepTheRegularTime() throws Exception {
        schedule.schedule("a", MINUTE);
        schedule.hasten("a", Duration.ofSeconds(1));
        pass(Duration.ofMillis(900));
        schedule.hasten("a", Duration.ofSeconds(1));
        schedule.hasten("a", Duration.ofSeconds(1));
        pass(Duration.ofMillis(100));
        settle();
        assertThat(done).as("a later hint does not put the first one off").containsExactly("a!");
        pass(Duration.ofSeconds(58));
        settle();
        assertThat(done).hasSize(1);
        pass(Duration.ofSeconds(1));
        settle();
        assertThat(done).containsExactly("a!", "a");
    }

    @Test
    public void whatBecomesDueDuringTheWorkIsDoneOnceAfterIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger count = new AtomicInteger();
        schedule.close();
        schedule = open(4, 1, (key, regular) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            if (count.incrementAndGet() == 1) {
                begun.countDown();
                end.await();
            }
            now.decrementAndGet();
        });
        schedule.schedule("a", Duration.ZERO);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 50; i++) {
            schedule.hasten("a", Duration.ZERO);
        }
        schedule.remove("a");
        schedule.hasten("a", Duration.ZERO);
        Thread.sleep(50);
        assertThat(count).hasValue(1);
        end.countDown();
        settle();
        assertThat(most).hasValue(1);
        assertThat(count).hasValue(2);
    }

    @Test
    public void slowRegularWorkDoesNotHoldUpWhatIsUrgent() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch urgent = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(3);
        AtomicInteger slow = new AtomicInteger();
        schedule.close();
        schedule = open(4, 1, (key, regular) -> {
            if (regular) {
                slow.incrementAndGet();
                begun.countDown();
                end.await();
            } else {
                urgent.countDown();
            }
        });
        for (int i = 0; i < 100; i++) {
            schedule.schedule("slow" + i, Duration.ZERO);
        }
        schedule.hasten("pushed", Duration.ZERO);
        assertThat(urgent.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(slow).as("one thread is kept free").hasValue(3);
        end.countDown();
        settle();
        assertThat(slow).hasValue(100);
    }

    @Test
    public void aFloodOfHintsDoesNotHoldUpRegularWork() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch regularDone = new CountDownLatch(1);
        schedule.close();
        schedule = open(4, 1, (key, regular) -> {
            if (regular) {
                regularDone.countDown();
            } else {
                end.await();
            }
        });
        for (int i = 0; i < 100; i++) {
            schedule.hasten("hinted" + i, Duration.ZERO);
        }
        schedule.schedule("due", Duration.ofNanos(1));
        pass(MINUTE);
        assertThat(regularDone.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(schedule.longestDelay()).isEqualTo(MINUTE.minusNanos(1));
        end.countDown();
        settle();
    }

    @Test
    public void oneFailureEndsNeitherItsThreadNorTheOthers() throws Exception {
        schedule.close();
        schedule = open(1, 0, (key, regular) -> {
            if (key.equals("bad")) {
                throw new IllegalStateException("expected by the test");
            }
            done.add(key);
        });
        schedule.schedule("bad", Duration.ZERO);
        schedule.schedule("good", Duration.ofNanos(1));
        pass(MINUTE);
        settle();
        assertThat(done).containsExactly("good");
    }

    @Test
    public void removedKeysAreForgotten() throws Exception {
        schedule.schedule("a", MINUTE);
        schedule.hasten("a", MINUTE);
        schedule.remove("a");
        pass(MINUTE);
        settle();
        assertThat(done).isEmpty();
        assertThat(schedule.size()).isZero();
    }

    @Test
    public void nothingIsBegunBeforeItIsOpened() throws Exception {
        schedule.close();
        schedule = new PollSchedule<>(2, 1, nanos::get, (key, regular) -> done.add(key));
        schedule.hasten("a", Duration.ZERO);
        Thread.sleep(50);
        assertThat(done).isEmpty();
        schedule.open();
        settle();
        assertThat(done).containsExactly("a");
    }

    @Test
    public void closingInterruptsWorkUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        schedule.close();
        schedule = open(1, 0, (key, regular) -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        schedule.schedule("a", Duration.ZERO);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        schedule.close();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    public void thousandsOfKeysAreEachDoneEveryTime() throws Exception {
        Map<String, Integer> times = new ConcurrentHashMap<>();
        schedule.close();
        AtomicInteger wrong = new AtomicInteger();
        Map<String, Boolean> running = new ConcurrentHashMap<>();
        schedule = open(8, 2, (key, regular) -> {
            if (running.put(key, true) != null) {
                wrong.incrementAndGet();
            }
            times.merge(key, 1, Integer::sum);
            schedule.schedule(key, MINUTE);
            running.remove(key);
        });
        for (int i = 0; i < 2_000; i++) {
            schedule.schedule(("job" + i).intern(), MINUTE);
        }
        for (int minute = 0; minute < 10; minute++) {
            pass(MINUTE);
            settle();
        }
        assertThat(wrong).as("overlaps").hasValue(0);
        assertThat(times).hasSize(2_000);
        assertThat(times.values()).containsOnly(10);
    }
}
