package quotes;

import java.util.Map;

/** What a quote is asked for: sum in cents, age in years. */
record Request(long sumInsuredCents, long age, boolean smoker) {
    static Request of(Map<String, Object> event) {
        return new Request(
                whole(event, "sumInsuredCents", 100_000, 100_000_000),
                whole(event, "age", 18, 75),
                Boolean.TRUE.equals(event.get("smoker")));
    }

    private static long whole(Map<String, Object> event, String name, long min, long max) {
        Object value = event.get(name);
        if (value instanceof Number number && number.doubleValue() == number.longValue()
                && number.longValue() >= min && number.longValue() <= max) return number.longValue();
        throw new IllegalArgumentException(
                name + ": " + value + " given; whole numbers from " + min + " to " + max + " are allowed");
    }
}
