package io.jenkins.plugins.fleetimagescan.engine.policy;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates the size of the program that RE2/J will make of a pattern, before it makes it.
 *
 * <p>RE2 matches in time proportional to text and program, which helps only if the program is small. Go and C++
 * refuse nested counted repetition therefore; RE2/J 1.8 does not, and {@code (((a{100}){100}){100}){100}} would take
 * all memory.
 */
final class PatternSize {
    /** Where estimating ends. */
    static final int TOO_LARGE = 1_000_000;

    private static final int MAX_LENGTH = 10_000;
    private static final int MAX_DEPTH = 200;

    private final String pattern;
    private int at;

    /** The instructions of the sequence that is being read, and of the last thing in it that can be repeated. */
    private long sequence;

    private long last;

    /** The sequences around the open groups. */
    private final Deque<Long> outer = new ArrayDeque<>();

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    /** An upper bound but for a small factor, and at most {@link #TOO_LARGE}. */
    static int estimate(String pattern) {
        return pattern.length() > MAX_LENGTH ? TOO_LARGE : new PatternSize(pattern).estimate();
    }

    private int estimate() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            switch (c) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> open();
                case '*', '+', '?' -> {
                    last++;
                    sequence++;
                }
                case ')' -> {
                    last = sequence + 2;
                    sequence = last + (outer.isEmpty() ? 0 : outer.pop());
                }
                case '{' -> repetition();
                default -> atom(1);
            }
            if (sequence >= TOO_LARGE || outer.size() > MAX_DEPTH) {
                return TOO_LARGE;
            }
        }
        while (!outer.isEmpty()) {
            sequence += outer.pop();
        }
        return (int) Math.min(sequence, TOO_LARGE);
    }

    private void open() {
        int end = at;
        if (pattern.startsWith("?", at)) {
            end++;
            while (end < pattern.length() && (Character.isLetter(pattern.charAt(end)) || pattern.charAt(end) == '-')) {
                end++;
            }
        }
        if (end > at && pattern.startsWith(")", end)) {
            // Flags such as (?i) are nothing by themselves: a repetition behind them is of what is before them.
            at = end + 1;
        } else {
            outer.push(sequence);
            sequence = 0;
        }
    }

    private void atom(int size) {
        last = size;
        sequence += size;
    }

    private void escape() {
        if (pattern.startsWith("Q", at)) {
            int end = pattern.indexOf("\\E", at);
            int next = end < 0 ? pattern.length() : end + 2;
            // The quotation may be empty, and then a repetition is of what is before it.
            last = Math.max(last, 1);
            sequence += next - at;
            at = next;
            return;
        }
        boolean braces =
                at + 1 < pattern.length() && "pPx".indexOf(pattern.charAt(at)) >= 0 && pattern.charAt(at + 1) == '{';
        int end = braces ? pattern.indexOf('}', at) : at;
        at = end < 0 ? pattern.length() : end + 1;
        atom(1);
    }

    private void characterClass() {
        if (pattern.startsWith("^", at)) {
            at++;
        }
        for (int first = at; at < pattern.length() && (at == first || pattern.charAt(at) != ']'); at++) {
            if (pattern.charAt(at) == '\\') {
                at++;
            } else if (pattern.startsWith("[:", at)) {
                int end = pattern.indexOf(":]", at + 2);
                at = end < 0 ? at : end + 1;
            }
        }
        at++;
        atom(1);
    }

    /** Behind an opening brace, which is an ordinary character unless a repetition follows. */
    private void repetition() {
        int digits = Version.digitsEnd(pattern, at);
        boolean range = digits > at && pattern.startsWith(",", digits);
        int maximum = range ? digits + 1 : at;
        int end = Version.digitsEnd(pattern, maximum);
        if (digits == at || !pattern.startsWith("}", end)) {
            atom(1);
            return;
        }
        long times = range && end == maximum ? times(at, digits) + 1 : times(maximum, end);
        sequence += last * Math.max(times - 1, 1);
        last *= Math.max(times, 1);
        at = end + 1;
    }

    private long times(int from, int end) {
        return end - from > 4 ? TOO_LARGE : Long.parseLong(pattern.substring(from, end));
    }
}
