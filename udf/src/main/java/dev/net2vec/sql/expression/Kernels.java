package dev.net2vec.sql.expression;

import dev.net2vec.kpi.ConfusionKernel;
import dev.net2vec.kpi.ScoringOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The kernels of the running thread, one for each of the options last used. A kernel reuses its
 * blocks, and threads may share a plan's functions.
 */
final class Kernels {
  private static final int MOST = 16;

  private static final ThreadLocal<Kernels> THREADS = ThreadLocal.withInitial(Kernels::new);

  private ConfusionKernel last = new ConfusionKernel(ScoringOptions.DEFAULT);

  private final Map<ScoringOptions, ConfusionKernel> kernels =
      new LinkedHashMap<>(MOST, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ScoringOptions, ConfusionKernel> eldest) {
          return size() > MOST;
        }
      };

  private Kernels() {}

  static ConfusionKernel of(ScoringOptions options) {
    return THREADS.get().kernel(options);
  }

  private ConfusionKernel kernel(ScoringOptions options) {
    if (!last.options().equals(options)) {
      last = kernels.computeIfAbsent(options, ConfusionKernel::new);
    }
    return last;
  }
}
