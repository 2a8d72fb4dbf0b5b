package quotes;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Premiums by age; computed in decimals, since cents are money. */
final class Tariff {
    static final String VERSION = "2026-01";

    /** Share of the sum at 18, and what each year more adds to it. */
    private static final BigDecimal BASE = new BigDecimal("0.0012");
    private static final BigDecimal YEARLY = new BigDecimal("1.061");
    private static final BigDecimal SMOKER = new BigDecimal("1.9");

    private Tariff() {}

    static long premiumCents(Request request) {
        BigDecimal rate = BASE.multiply(YEARLY.pow((int) request.age() - 18));
        BigDecimal premium = rate.multiply(BigDecimal.valueOf(request.sumInsuredCents()));
        return (request.smoker() ? premium.multiply(SMOKER) : premium)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
