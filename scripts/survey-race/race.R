# Means of nine items by unit, as R's survey package has them: FILE -> unit,item,mean,se on stdout.
suppressMessages(library(survey))
rows <- read.csv(commandArgs(trailingOnly = TRUE)[1], stringsAsFactors = TRUE)
design <- svydesign(ids = ~1, strata = ~stratum, weights = ~weight, fpc = ~population, data = rows)
items <- paste0("u", 1:9)
means <- svyby(as.formula(paste("~", paste(items, collapse = "+"))), ~unit, design, svymean)
for (item in items) {
  cat(sprintf("%s,%s,%.17g,%.17g\n", means$unit, item, means[[item]],
              SE(means)[[paste0("se.", item)]]), sep = "")
}
