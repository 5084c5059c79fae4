//! What is kept of rows.

/// Sums of one quantity over the rows of one node: w u, w v, (w u)^2, w u w v, (w v)^2, w v^2.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    pub u: f64,
    pub v: f64,
    pub uu: f64,
    pub uv: f64,
    pub vv: f64,
    pub wvv: f64,
    pub ww: f64,
    pub n: u64,
}

impl Moments {
    /// Adds a row.
    pub fn add(&mut self, weight: f64, u: f64, v: f64) {
        let (wu, wv) = (weight * u, weight * v);
        self.u += wu;
        self.v += wv;
        self.uu += wu * wu;
        self.uv += wu * wv;
        self.vv += wv * wv;
        self.wvv += wv * v;
        self.ww += weight * weight;
        self.n += 1;
    }

    /// Adds what another part counted.
    pub fn absorb(&mut self, other: &Self) {
        self.u += other.u;
        self.v += other.v;
        self.uu += other.uu;
        self.uv += other.uv;
        self.vv += other.vv;
        self.wvv += other.wvv;
        self.ww += other.ww;
        self.n += other.n;
    }

    /// As if every weight had been `factor` times as large.
    pub fn scale(&mut self, factor: f64) {
        let squared = factor * factor;
        (self.u, self.v, self.wvv) = (self.u * factor, self.v * factor, self.wvv * factor);
        (self.uu, self.uv) = (self.uu * squared, self.uv * squared);
        (self.vv, self.ww) = (self.vv * squared, self.ww * squared);
    }
}
