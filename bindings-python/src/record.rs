//! Result classes: frozen, compared and hashed by value, pickled as their JSON.

use pyo3::PyTypeInfo;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use serde::{Deserialize, Serialize};

/// A list that Python sees as a tuple, so that nobody appends to a copy and wonders.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Tuple<T>(pub(crate) Vec<T>);

impl<T> Tuple<T> {
    /// Whether nothing is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Tuple<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'py, T: Clone + IntoPyObject<'py>> IntoPyObject<'py> for &Tuple<T> {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        PyTuple::new(py, self.0.iter().cloned())
    }
}

impl<'py, T: Clone + IntoPyObject<'py>> IntoPyObject<'py> for Tuple<T> {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        (&self).into_pyobject(py)
    }
}

impl<T> FromIterator<T> for Tuple<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

/// An exact amount as the public JSON writes it (`12.5`, `10/3`), in Python a `fractions.Fraction`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Exact(pub(crate) String);

impl<'py> IntoPyObject<'py> for &Exact {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        py.import("fractions")?.getattr("Fraction")?.call1((&self.0,))
    }
}

impl<'py> IntoPyObject<'py> for Exact {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        (&self).into_pyobject(py)
    }
}

/// An object of the public JSON that has no class of its own; a dictionary in Python, a new one each time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Object(pub(crate) String);

impl<'py> IntoPyObject<'py> for &Object {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        crate::json::to_python(py, &self.0)
    }
}

impl<'py> IntoPyObject<'py> for Object {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        (&self).into_pyobject(py)
    }
}

impl Serialize for Object {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value: serde_json::Value = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        value.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        Ok(Self(value.to_string()))
    }
}

/// What unpickles a value: the class's own reader, and the JSON that it reads.
pub(crate) type Reduced<'py> = (Bound<'py, PyAny>, (String,));

/// How a value of class `T` is pickled: as its JSON.
pub(crate) fn reduce<T: PyTypeInfo>(py: Python<'_>, json: String) -> PyResult<Reduced<'_>> {
    Ok((py.get_type::<T>().getattr("_from_json")?, (json,)))
}

/// The JSON of a value.
pub(crate) fn write<T: Serialize>(value: &T) -> PyResult<String> {
    serde_json::to_string(value).map_err(|e| PyValueError::new_err(e.to_string()))
}

/// A value from its JSON.
pub(crate) fn parse<T: for<'a> Deserialize<'a>>(json: &str) -> PyResult<T> {
    serde_json::from_str(json).map_err(|e| PyValueError::new_err(e.to_string()))
}

/// Declares result classes with the fields of their JSON objects. `shown` is what stands in the representation behind the
/// class's name; `methods` are further Python methods.
macro_rules! record {
    (
        $(#[$about:meta])*
        $name:ident, shown($it:ident): $shown:expr,
        { $($(#[$note:meta])* $field:ident: $kind:ty,)+ }
        $(methods { $($methods:tt)* })?
    ) => {
        $(#[$about])*
        #[pyo3::pyclass(frozen, eq, hash, get_all, module = "credstack")]
        #[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(clippy::unsafe_derive_deserialize, reason = "the methods are safe; PyO3 calls them with `unsafe`")]
        pub(crate) struct $name {
            $($(#[$note])* pub(crate) $field: $kind,)+
        }

        #[pyo3::pymethods]
        impl $name {
            fn __repr__(&self) -> String {
                let $it = self;
                format!("<{} {}>", stringify!($name), $shown)
            }

            /// The object of the public JSON.
            fn to_dict<'py>(&self, py: pyo3::Python<'py>) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                $crate::json::to_python(py, &$crate::record::write(self)?)
            }

            fn __reduce__<'py>(&self, py: pyo3::Python<'py>) -> pyo3::PyResult<$crate::record::Reduced<'py>> {
                $crate::record::reduce::<Self>(py, $crate::record::write(self)?)
            }

            #[classmethod]
            fn _from_json(_class: &pyo3::Bound<'_, pyo3::types::PyType>, json: &str) -> pyo3::PyResult<Self> {
                $crate::record::parse(json)
            }

            $($($methods)*)?
        }
    };
}

pub(crate) use record;
