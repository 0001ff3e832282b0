"""Hidden twin of question 2.3."""

from solutions.hw2_flows_diffusion.q02_3_residual_flow.residual_inverse import bracket_and_bisect
from solutions.hw2_flows_diffusion.q02_3_residual_flow.residual_invertibility import table

__all__ = ["bracket_and_bisect", "table"]
